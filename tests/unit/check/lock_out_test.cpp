#include "tests/unit/check/recorded_run.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

/// Denied from 100 ms to 1200 ms, after one admission.
recorded_run locked_out_run() {
  auto run = run_of(algorithm::fixed_window_first_hit, {10, duration(s), 10});
  run.claims.exact = true;
  add(run, outcome::admitted, 0, ms);
  for (std::int64_t at = 100; at <= 1200; at += 100)
    add(run, outcome::denied, at * ms, (at + 1) * ms);
  return run;
}

TEST_CASE("a client that is never let in again was locked out", "[check][lock_out]") {
  auto run = locked_out_run();

  auto const found = find(run, check_name::lock_out);

  REQUIRE(found.verdict == verdict_kind::fail);
  REQUIRE(found.claim ==
          "key \"attacker\" was locked out: 12 denials in a row over 1.101 s, and nothing was "
          "admitted; fixed window first hit 10 per 1 s is all there again after 1.001 s (keys "
          "locked out: 1)");
  REQUIRE(found.witness == std::vector<std::uint64_t>{1, 12});
  REQUIRE(*found.interval == time_interval{100 * ms, 1201 * ms});
}

TEST_CASE("a limiter whose denials consume locks out all the same", "[check][lock_out]") {
  auto run = locked_out_run();
  run.claims.consumes_on_deny = true;

  require_finding(run, check_name::lock_out, verdict_kind::fail, "it says that denials consume");
}

TEST_CASE("one admission ends a silence", "[check][lock_out]") {
  auto run = locked_out_run();
  run.history.operations[6].result = outcome::admitted;

  require_finding(run, check_name::lock_out, verdict_kind::pass, "the longest was 0.499 s");
}

TEST_CASE("a silence is judged only where it is certain", "[check][lock_out]") {
  auto run = locked_out_run();
  SECTION("a limiter that is not exact has twice as long") {
    run.claims.exact = false;
    require_finding(
        run, check_name::lock_out, verdict_kind::inconclusive, "for longer than 2.001 s");
  }
  SECTION("requests of unknown outcome may have taken all there was") {
    for (int i = 0; i < 9; ++i) add(run, outcome::unknown, 50 * ms, 60 * ms);
    REQUIRE(find(run, check_name::lock_out).verdict == verdict_kind::fail);
    add(run, outcome::unknown, 50 * ms, 60 * ms);
    REQUIRE(find(run, check_name::lock_out).verdict == verdict_kind::pass);
  }
  SECTION("an admission that may lie in it") {
    run.history.operations[0].received_ns = 250 * ms;
    REQUIRE(find(run, check_name::lock_out).verdict == verdict_kind::pass);
  }
  SECTION("the slowest of several limits") {
    run.plan.scenario.policy.limits.push_back({100, duration(2 * s), 100});
    REQUIRE(find(run, check_name::lock_out).verdict == verdict_kind::inconclusive);
  }
}

}  // namespace
}  // namespace limitproof
