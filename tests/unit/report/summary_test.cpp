#include "harness/report/summary_rows.hpp"
#include "harness/report/write_summary.hpp"
#include "tests/unit/report/sample_report.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("a row says which check decided, and with which figure", "[report]") {
  auto const rows = summary_rows(sample_report(), "20260801-120000-before-after");

  REQUIRE(rows.size() == 3);
  CHECK(rows[0].limiter == "naive");
  CHECK(rows[0].verdict == verdict_kind::fail);
  CHECK(rows[0].met);
  CHECK(rows[0].decisive == "over_admission, admitted 1,503 of 500: 3.01");
  CHECK(rows[0].took_us == 9'269'400);
  CHECK(rows[1].decisive == "admitted 499 of 500: 1.00");
}

TEST_CASE("a row tells the figures that the scenario bounds", "[report]") {
  auto r = sample_report();
  r.runs[1].expectations = {{"verdict", "pass", "pass", true},
                            {"admitted", "≥ 1", "499", true},
                            {"peak_to_mean", "≤ 4", "1.862", true},
                            {"worst_window", "≤ 50", "50", true}};

  CHECK(summary_rows(r, "")[1].decisive ==
        "admitted 499 of 500: 1.00, peak_to_mean 1.862, worst_window 50");
}

TEST_CASE("an unmet expectation goes before the check", "[report]") {
  auto r = sample_report();
  r.runs[0].expectations[1].met = false;
  r.runs[0].met = false;

  auto const row = summary_rows(r, "").front();

  CHECK_FALSE(row.met);
  CHECK(row.decisive == "expected admission_ratio to be 2.7 … 3.1, found 3.00604");
}

TEST_CASE(
    "what left a verdict open is a check of the measurement, not what it gave nothing to judge",
    "[report]") {
  auto r = sample_report();
  r.runs[1].verdict.kind = verdict_kind::inconclusive;
  r.runs[1].verdict.findings = {
      {check_name::lock_out, verdict_kind::inconclusive, "", std::nullopt, {}},
      {check_name::overload, verdict_kind::inconclusive, "", std::nullopt, {}}};

  CHECK(summary_rows(r, "")[1].decisive == "overload, admitted 499 of 500: 1.00");
}

TEST_CASE("a limiter the run never got to has a row without a verdict", "[report]") {
  auto const row = summary_rows(sample_report(), "").back();

  CHECK(row.limiter == "redis-sliding-log");
  CHECK_FALSE(row.verdict);
  CHECK_FALSE(row.met);
}

TEST_CASE("the summary links reports, and what a bad file says is no markup", "[report]") {
  run_summary s;
  s.command = "limitproof run --all";
  s.exit_code = 2;
  s.rows = summary_rows(sample_report(), "20260801-120000-before-after");
  s.rows.push_back(failed_row("bad", {errc::bad_file, "bad.json: at /x: found <b>|"}));
  s.not_run = {"concurrency"};

  auto const text = write_summary(s);

  CHECK(text.find("2 of 4 runs came out as expected; exit code 2.") != std::string::npos);
  CHECK(text.find("(../20260801-120000-before-after/report.md)") != std::string::npos);
  CHECK(text.find("<b>|") == std::string::npos);
  CHECK(text.find("Not run: `concurrency`") != std::string::npos);
}
