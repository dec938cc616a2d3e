#include "harness/serve/list_runs.hpp"

#include "harness/codec/encode_report.hpp"
#include "harness/codec/text_file.hpp"
#include "tests/unit/contains.hpp"
#include "tests/unit/serve/runs_folder.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
namespace fs = std::filesystem;
using words = std::vector<std::string>;

namespace {

listed_run only(runs_folder const& runs) {
  auto const all = list_runs(runs.path()).value();
  REQUIRE(all.size() == 1);
  return all.front();
}

words names(runs_folder const& runs) {
  words found;
  for (auto const& run : list_runs(runs.path()).value()) found.push_back(run.directory);
  return found;
}

}  // namespace

TEST_CASE("a run is listed with its limiters' verdicts and what they admitted", "[serve]") {
  runs_folder const runs;
  runs.add("20260801-120000-before-after", sample_of("before-after"));

  auto const run = only(runs);

  CHECK(run.problem.empty());
  CHECK(run.scenario == "before-after");
  CHECK(run.started_wall_us == 1'785'585'600'000'000);
  CHECK(run.exit_code == 4);
  CHECK(run.files == words{"report.html", "report.md", "junit.xml", "report.json"});
  REQUIRE(run.limiters.size() == 2);
  auto const& naive = run.limiters.front();
  CHECK(naive.limiter == "naive");
  CHECK(naive.verdict == verdict_kind::fail);
  CHECK(naive.met);
  CHECK(naive.admission->permits_admitted == 1'503);
  CHECK(naive.admission->allowance == 500);
  CHECK(naive.reason ==
        "over_admission: 300 admissions are certain within 4.200 ms, where 100 are allowed");
  CHECK(run.limiters.back().reason.empty());
}

TEST_CASE("the report of an older version is listed as far as it goes", "[serve]") {
  runs_folder const runs;
  auto const entry = R"({"limiter":"naive","verdict":"pass","met":false,)"
                     R"("admission":{"admitted":7,"allowance":null,"ratio":null},"checks":[]})";
  runs.write("20251231-235959-old/report.json",
             std::string(R"({"schema":"limitproof.report/1","scenario":"old","why":"?",)") +
                 R"("exit_code":1,"started_wall_us":5,"not_judged":[],"runs":[)" + entry + "]}");

  auto const run = only(runs);

  CHECK(run.problem.empty());
  CHECK(run.limiters.front().limiter == "naive");
  CHECK(run.limiters.front().admission->permits_admitted == 7);
  CHECK_FALSE(run.limiters.front().met);
}

TEST_CASE("several runs are listed by their summary, with the directories of each", "[serve]") {
  runs_folder const runs;
  run_summary s;
  s.started_wall_us = 9;
  s.exit_code = 1;
  s.not_run = {"later"};
  s.rows = {{"one", "x", verdict_kind::pass, true, "", 0, "20260801-120000-one"},
            {"one", "y", verdict_kind::fail, false, "", 0, "20260801-120000-one"},
            {"bad", "", std::nullopt, false, "", 0, ""}};
  runs.add("20260801-120000-all", s);

  auto const run = only(runs);

  CHECK(run.several);
  CHECK(run.exit_code == 1);
  CHECK(run.runs == words{"20260801-120000-one"});
  CHECK(run.not_judged == words{"later"});
  REQUIRE(run.limiters.size() == 3);
  CHECK(run.limiters[1].verdict == verdict_kind::fail);
  CHECK_FALSE(run.limiters[2].verdict);
}

TEST_CASE("a directory that cannot be read is listed with its reason", "[serve]") {
  runs_folder const runs;

  SECTION("its report is cut short") {
    auto const text = encode_report(sample_of("s"));
    runs.write("20260801-120000-s/report.json", text.substr(0, text.size() / 2));
    CHECK(contains(only(runs).problem, "20260801-120000-s/report.json"));
  }
  SECTION("its report is another file's") {
    runs.write("x/report.json", R"({"schema":"limitproof.plan/1"})");
    CHECK(contains(only(runs).problem, "/schema"));
  }
  SECTION("its report is a directory") {
    fs::create_directories(runs.path() / "20260801-120000-s/report.json");
    CHECK_FALSE(only(runs).problem.empty());
  }
  SECTION("its report is a link to anywhere") {
    REQUIRE(write_text(runs.path().parent_path() / "other.json", encode_report(sample_of("s")))
                .has_value());
    fs::create_directory(runs.path() / "20260801-120000-s");
    fs::create_symlink("../../other.json", runs.path() / "20260801-120000-s/report.json");
    CHECK(contains(only(runs).problem, "leads out of"));
  }
  SECTION("it was cut short") {
    runs.write("20260801-120000-s/plan.json", "{}");
    CHECK(contains(only(runs).problem, "`limitproof check "));
    CHECK(only(runs).started_wall_us == 1'785'585'600'000'000);
  }
  SECTION("its summary leads elsewhere") {
    run_summary s;
    s.rows = {{"one", "x", verdict_kind::pass, true, "", 0, "../../elsewhere"}};
    runs.add("20260801-120000-all", s);
    CHECK(contains(only(runs).problem, "/runs/0/run"));
  }
}

TEST_CASE("the newest run comes first, and what is no run is left out", "[serve]") {
  runs_folder const runs;
  auto r = sample_of("s");
  for (auto const* name : {"20260801-120000-b", "renamed", "20260801-120000-a"}) {
    runs.add(name, r);
    r.started_wall_us += 1'000'000;
  }
  runs.write("20260801-120004-unfinished/plan.json", "{}");
  runs.write("notes/list.txt", "x");
  runs.write("file", "x");
  fs::create_directory_symlink("renamed", runs.path() / "latest");

  CHECK(names(runs) ==
        words{"20260801-120004-unfinished", "20260801-120000-a", "renamed", "20260801-120000-b"});
}

TEST_CASE("a folder that cannot be listed is an error that names it", "[serve]") {
  auto const listed = list_runs("/nowhere/runs");

  REQUIRE(listed.has_error());
  CHECK(contains(listed.error().what, "/nowhere/runs"));
}
