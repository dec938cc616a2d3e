#include "tests/unit/check/recorded_run.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

limit const fifty_burst_hundred{50, duration(s), 100};

/// Node 1 stamps every request half-way, with a clock that is `ahead_ns` ahead of the run's.
void stamp(recorded_run& run, int requests, std::int64_t ahead_ns) {
  for (int i = 0; i < requests; ++i) {
    auto const sent = static_cast<std::int64_t>(run.history.operations.size()) * 10 * ms;
    auto& op = add(run, outcome::admitted, sent, sent + ms);
    op.node = 0;
    op.arrived_at_us = (sent + ms / 2 + ahead_ns) / 1'000;
  }
}

TEST_CASE("a steady clock's offset is told with its bound", "[check][clock_offsets]") {
  auto run = run_of(algorithm::token_bucket, fifty_burst_hundred);
  run.history.clocks.start_wall_us = 2'000'000;
  stamp(run, 20, 2 * s + 3 * ms);

  require_finding(run,
                  check_name::clock_offsets,
                  verdict_kind::pass,
                  "no clock stepped; ahead of the generator's: node-1 +3.001 ms ± 0.501 ms");
}

TEST_CASE("a clock that was stepped is found, with its node, the time and the size",
          "[check][clock_offsets]") {
  auto run = run_of(algorithm::token_bucket, fifty_burst_hundred);
  stamp(run, 20, 3 * ms);
  stamp(run, 20, 53 * ms);
  stamp(run, 20, 23 * ms);

  auto const found = find(run, check_name::clock_offsets);

  REQUIRE(found.verdict == verdict_kind::inconclusive);
  REQUIRE_THAT(
      found.claim,
      Catch::StartsWith("the clock of node-1 stepped forward by at least 48.999 ms between "
                        "0.19 s and 0.201 s of the run (its steps: 2)"));
  REQUIRE(found.witness == std::vector<std::uint64_t>{19, 20});
  REQUIRE(*found.interval == time_interval{190 * ms, 201 * ms});
}

TEST_CASE("a clock may drift as much as the tolerance says", "[check][clock_offsets]") {
  auto run = run_of(algorithm::token_bucket, fifty_burst_hundred);
  stamp(run, 1'000, 0);
  for (auto& op : run.history.operations) op.arrived_at_us += op.sent_ns * 200 / 1'000'000'000;
  REQUIRE(find(run, check_name::clock_offsets).verdict == verdict_kind::inconclusive);

  run.plan.scenario.tolerance.clock_drift_ppm = 200;

  REQUIRE(find(run, check_name::clock_offsets).verdict == verdict_kind::pass);
}

TEST_CASE("the store's clock is held against what was measured before the run",
          "[check][clock_offsets]") {
  auto run = run_of(algorithm::token_bucket, fifty_burst_hundred);
  add(run, outcome::admitted, s, s + ms).decided_at_us = 1'000'500;
  run.history.clocks.store = store_anchor{0, 100};
  REQUIRE(find(run, check_name::clock_offsets).verdict == verdict_kind::pass);

  run.history.clocks.store = store_anchor{-5'000, 100};
  require_finding(
      run, check_name::clock_offsets, verdict_kind::inconclusive, "the store stepped forward");

  run.claims.time = time_source::node;
  require_finding(
      run, check_name::clock_offsets, verdict_kind::inconclusive, "no answer told a clock");
}

}  // namespace
}  // namespace limitproof
