#include "harness/serve/list_page.hpp"

#include "harness/serve/list_runs.hpp"
#include "tests/unit/contains.hpp"
#include "tests/unit/serve/runs_folder.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::string page_of(runs_folder const& runs, run_filter const& filter = {}) {
  return list_page("reports/runs", list_runs(runs.path()).value(), filter);
}

}  // namespace

TEST_CASE("the list tells each run's verdicts, and leads to its reports", "[serve]") {
  runs_folder const runs;
  runs.add("20260801-120000-before-after", sample_of("before-after"));

  auto const page = page_of(runs);

  CHECK(contains(page, "1 of 1 in <code>reports/runs</code>"));
  CHECK(contains(page,
                 "<a href=\"/runs/20260801-120000-before-after/report.html\">before-after</a>"
                 "<small>2026-08-01 12:00:00 UTC</small>"
                 "<small>20260801-120000-before-after</small>"));
  CHECK(contains(page, "<span class=\"badge fail\">fail</span>"));
  CHECK(contains(page, "admitted 1,503 where 500 were allowed: 3.0 times the limit"));
  CHECK(contains(page, "<span class=\"words \">inconclusive</span>"));
  for (auto const* file : {"report.md", "junit.xml", "report.json", ""})
    CHECK(contains(page, "\"/runs/20260801-120000-before-after/" + std::string(file) + "\""));
}

TEST_CASE("a run without a page leads to the report it has", "[serve]") {
  runs_folder const runs;
  runs.add("20260801-120000-old", sample_of("old"));
  std::filesystem::remove(runs.path() / "20260801-120000-old/report.html");

  auto const page = page_of(runs);

  CHECK(contains(page, "<a href=\"/runs/20260801-120000-old/report.md\">old</a>"));
  CHECK_FALSE(contains(page, "report.html"));
}

TEST_CASE("a run and each of its limiters can be A or B of a comparison", "[serve]") {
  runs_folder const runs;
  auto r = sample_of("s");
  r.runs.front().policy_name = "per-ip";
  runs.add("a", r);

  auto const page = page_of(runs);

  for (auto const* side : {"a", "b"})
    for (auto const* subject : {"a", "a/naive/per-ip", "a/redis-token-bucket"})
      CHECK(contains(
          page,
          "<input type=\"radio\" name=\"" + std::string(side) + "\" value=\"" + subject + "\""));
}

TEST_CASE("several runs are counted, and lead to their own", "[serve]") {
  runs_folder const runs;
  run_summary s;
  s.not_run = {"later"};
  s.rows = {{"one", "x", verdict_kind::pass, true, "", 0, "1"},
            {"one", "y", verdict_kind::fail, true, "", 0, "1"},
            {"two", "x", verdict_kind::fail, false, "", 0, "2"}};
  runs.add("20260801-120000-all", s);

  auto const page = page_of(runs);

  CHECK(contains(page, ">3 scenarios</a>"));
  CHECK(contains(page, "1 pass, 2 fail; 2 of 3 as expected; 1 scenario not begun"));
  CHECK(contains(page, "<a href=\"/?of=20260801-120000-all\">its runs</a>"));
}

TEST_CASE("the same scenario run again and again is named, with how often", "[serve]") {
  runs_folder const runs;
  run_summary s;
  s.rows = {{"one", "x", verdict_kind::pass, true, "", 0, "1"},
            {"one", "x", verdict_kind::pass, true, "", 0, "2"}};
  runs.add("20260801-120000-all", s);

  CHECK(contains(page_of(runs), ">one, 2 runs</a>"));
}

TEST_CASE("a run that cannot be read is shown with why, and is not to be compared", "[serve]") {
  runs_folder const runs;
  runs.write("20260801-120000-s/report.json", "{");
  runs.add("20260802-120000-s", sample_of("s"));

  auto const page = page_of(runs);

  CHECK(contains(page, "2 of 2 in"));
  CHECK(contains(page, "<span class=\"words \">not read</span>"));
  CHECK_FALSE(contains(page, "value=\"20260801-120000-s\""));
  CHECK(contains(page, "value=\"20260802-120000-s\""));
}

TEST_CASE("what is chosen in the filter stays chosen", "[serve]") {
  runs_folder const runs;
  runs.add("a", sample_of("s"));

  auto const page = page_of(runs, {"", "naive", verdict_kind::fail, {}, "a \"b\"", "a"});

  CHECK(contains(page, "<option value=\"naive\" selected>naive</option>"));
  CHECK(contains(page, "<option value=\"redis-token-bucket\">"));
  CHECK(contains(page, "<option value=\"fail\" selected>"));
  CHECK(contains(page, "name=\"text\" value=\"a &quot;b&quot;\""));
  CHECK(contains(page, "<input type=\"hidden\" name=\"of\" value=\"a\">"));
  CHECK(contains(page, "None of the runs is like that."));
}

TEST_CASE("a folder without a run says how to make one", "[serve]") {
  runs_folder const runs;

  CHECK(contains(page_of(runs), "limitproof run before-after"));
}
