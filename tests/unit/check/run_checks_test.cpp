#include "harness/check/run_checks.hpp"

#include "tests/unit/check/recorded_run.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

TEST_CASE("every check of the closed list reports once, in its order", "[check]") {
  auto const v = run_checks(run_of(algorithm::gcra, {5, duration(s), 5}).as_evidence());

  REQUIRE(v.findings.size() == enum_names<check_name>.size());
  for (std::size_t i = 0; i < v.findings.size(); ++i) {
    REQUIRE(v.findings[i].check == enum_names<check_name>[i].value);
    REQUIRE_FALSE(v.findings[i].claim.empty());
  }
}

TEST_CASE("a fail stands however weak the measurement was", "[check]") {
  auto run = run_of(algorithm::gcra, {5, duration(s), 5});
  add_burst(run, 6, 0, ms);
  for (int i = 0; i < 50; ++i) add(run, outcome::unknown, 0, ms);

  auto const v = run_checks(run.as_evidence());

  REQUIRE(find(v, check_name::unknown_share).verdict == verdict_kind::inconclusive);
  REQUIRE(v.kind == verdict_kind::fail);
}

TEST_CASE("an empty history is inconclusive", "[check]") {
  REQUIRE(run_checks(run_of(algorithm::gcra, {5, duration(s), 5}).as_evidence()).kind ==
          verdict_kind::inconclusive);
}

TEST_CASE("evidence that contradicts itself is inconclusive and says why", "[check]") {
  auto run = run_of(algorithm::gcra, {5, duration(s), 5});
  add_burst(run, 50, 0, ms);
  auto& op = run.history.operations[7];

  SECTION("an admission that was never answered") {
    op.received_ns = absent;
    REQUIRE_THAT(find(run, check_name::over_admission).claim,
                 Catch::Contains("operation 7 was admitted, but only one end of it is known"));
  }
  SECTION("an admission answered before it was sent") {
    op.sent_ns = 2 * ms;
    REQUIRE_THAT(find(run, check_name::over_admission).claim, Catch::Contains("operation 7"));
  }
  SECTION("a key that was never named") {
    op.key = 1;
    REQUIRE_THAT(find(run, check_name::over_admission).claim,
                 Catch::Contains("operation 7 has key number 1, but only 1 keys are named"));
  }
  for (auto const& found : run_checks(run.as_evidence()).findings)
    REQUIRE(found.verdict == verdict_kind::inconclusive);
}

TEST_CASE("a check that breaks is inconclusive, and the others still judge", "[check]") {
  auto run = run_of(algorithm::gcra, {5, duration(s), 5});
  add_burst(run, 50, 0, ms);
  run.history.operations[7].node = 9;

  auto const v = run_checks(run.as_evidence());

  REQUIRE(find(v, check_name::node_coverage).verdict == verdict_kind::inconclusive);
  REQUIRE_THAT(find(v, check_name::node_coverage).claim,
               Catch::StartsWith("the check could not be made: "));
  REQUIRE(find(v, check_name::over_admission).verdict == verdict_kind::fail);
}

TEST_CASE("every operation is counted under its outcome", "[check]") {
  auto run = run_of(algorithm::token_bucket, {50, duration(s), 100});
  int times = 0;
  for (auto const& named : enum_names<outcome>) {
    ++times;
    for (int i = 0; i < times; ++i) add(run, named.value, i * ms, i * ms + 1);
  }

  auto const figures = run_checks(run.as_evidence()).admission;

  REQUIRE(figures.offered == 36);
  REQUIRE(figures.unknown == 1 + 7);
  REQUIRE(figures.admitted == 2);
  REQUIRE(figures.denied == 3);
  REQUIRE(figures.admitted_degraded == 4);
  REQUIRE(figures.denied_degraded == 5);
  REQUIRE(figures.not_decided == 6);
  REQUIRE(figures.not_sent == 8);
}

TEST_CASE("the allowance adds up what each key may have between its first and last intended send",
          "[check]") {
  auto run = run_of(algorithm::token_bucket, {50, duration(s), 100});
  run.plan.scenario.policy.limits.push_back({1'000, duration(60 * s), 120});
  run.history.keys = {"long", "short", "idle"};
  add(run, outcome::admitted, 0, ms);
  add(run, outcome::not_sent, absent, absent).intended_ns = 10 * s;
  add(run, outcome::denied, 3 * s, 3 * s).key = 1;
  add(run, outcome::denied, 3 * s + 40 * ms, 3 * s + 40 * ms).key = 1;

  auto const figures = run_checks(run.as_evidence()).admission;

  // long: min(100 + 500, 120 + 166); short: min(100 + 2, 120 + 0).
  REQUIRE(*figures.allowance == 286 + 102);
  REQUIRE(*figures.ratio == Approx(1.0 / 388));
}

TEST_CASE("a closed loop's allowance goes by when its requests were sent", "[check]") {
  auto run = run_of(algorithm::token_bucket, {50, duration(s), 100});
  add(run, outcome::admitted, 0, ms).intended_ns = absent;
  add(run, outcome::admitted, 2 * s, 2 * s + ms).intended_ns = absent;

  REQUIRE(*run_checks(run.as_evidence()).admission.allowance == 200);
}

TEST_CASE("the worst window is the fullest true window of the policy, whatever the algorithm",
          "[check]") {
  auto run = run_of(algorithm::token_bucket, {50, duration(s), 100});
  add_burst(run, 100, 0, ms);
  add_burst(run, 40, 900 * ms, 999 * ms);
  add_burst(run, 7, s, s + ms);

  auto const v = run_checks(run.as_evidence());

  REQUIRE(v.admission.worst->count == 140);
  REQUIRE(v.admission.worst->limit == 50);
  REQUIRE(v.admission.worst->interval == time_interval{0, 999 * ms});
  REQUIRE(find(v, check_name::over_admission).verdict == verdict_kind::pass);
}

}  // namespace
}  // namespace limitproof
