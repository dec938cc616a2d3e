#include "harness/cli/summary_table.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("the table is one row per run, in columns, with what decided at the end", "[cli]") {
  run_summary s;
  s.duration_us = 61'400'000;
  s.rows = {{"before-after",
             "naive",
             verdict_kind::fail,
             true,
             "over_admission, admitted 9 of 3: 3.00",
             9'260'000,
             "x"},
            {"bad", "", std::nullopt, false, "bad.json: at /x: found 1", 0, ""}};
  s.not_run = {"concurrency"};

  CHECK(summary_table(s, "runs/y-all") ==
        "scenario      limiter  verdict       expected  seconds  decided by\n"
        "before-after  naive    fail          yes           9.3  over_admission, admitted 9 of 3: "
        "3.00\n"
        "bad                    not judged    NO            0.0  bad.json: at /x: found 1\n"
        "concurrency was not run\n"
        "Took 61 s. Summary: runs/y-all/summary.md (each run's directory beside it has a "
        "report.html)\n");
}
