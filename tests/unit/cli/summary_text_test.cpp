#include "harness/cli/summary_text.hpp"

#include "tests/unit/report/sample_report.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

finding open_question(check_name check, std::string claim) {
  return {check, verdict_kind::inconclusive, std::move(claim), std::nullopt, {}};
}

}  // namespace

TEST_CASE("the last line of a run leads to its reports, the one for a browser first", "[cli]") {
  CHECK_THAT(summary_text(sample_report(), "runs/x"),
             Catch::EndsWith("\nReport: runs/x/report.html (also report.md)\n"));
}

TEST_CASE("an inconclusive run is told why, and not what besides was not looked at", "[cli]") {
  auto r = sample_report();
  r.runs.resize(1);
  r.runs.front().verdict.kind = verdict_kind::inconclusive;
  r.runs.front().verdict.findings = {open_question(check_name::retry_after, "nobody waited"),
                                     open_question(check_name::send_lag, "it fell behind")};

  auto const text = summary_text(r, "runs/x");

  CHECK_THAT(text, Catch::Contains("    send_lag: it fell behind\n"));
  CHECK_THAT(text, !Catch::Contains("nobody waited"));
}
