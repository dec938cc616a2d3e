#include "tests/unit/check/recorded_run.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

constexpr std::int64_t us = 1'000;

/// Bursts of `racers`, one a second, whose requests enter the limiter `every_us` after one another
/// and stay for `inside_us`. The client sends all and then reads: to it everything overlaps.
recorded_run raced(int bursts, int racers, std::int64_t every_us, std::int64_t inside_us) {
  auto run = run_of(algorithm::token_bucket, {50, duration(3600 * s), 50});
  run.plan.phases[0].load = gate_load{static_cast<std::uint64_t>(bursts), duration(s)};
  for (int burst = 0; burst < bursts; ++burst) {
    for (int i = 0; i < racers; ++i) {
      auto const release = burst * s;
      auto& op = add(run, outcome::admitted, release + i * us, release + 900 * ms);
      op.intended_ns = release;
      op.arrived_at_us = 1'700'000'000'000'000 + release / us + i * every_us;
      op.limiter_ns = inside_us * us;
    }
  }
  return run;
}

finding overlap_of(recorded_run const& run) {
  return find(run, check_name::overlap);
}

}  // namespace

TEST_CASE("a burst whose requests are in the limiter at once has raced", "[check]") {
  auto const found = overlap_of(raced(3, 40, 1, 500));

  CHECK(found.verdict == verdict_kind::pass);
  CHECK_THAT(found.claim,
             Catch::Contains("3 bursts of 40 were released within 39 µs") &&
                 Catch::Contains("40 to 40 requests were in the limiter at once"));
}

TEST_CASE("a fast server that works a burst off one by one shows no race, whatever the client saw",
          "[check]") {
  auto const run = raced(3, 200, 20, 15);
  auto const v = run_checks(run.as_evidence());
  auto const found = find(v, check_name::overlap);

  CHECK(found.verdict == verdict_kind::inconclusive);
  CHECK_THAT(found.claim, Catch::Contains("1 to 1 requests were in the limiter at once"));
  CHECK_THAT(found.claim, Catch::Contains("too weak a race in 3 of 3 bursts: 20 at once"));
}

TEST_CASE("a request that leaves as another one enters does not race it", "[check]") {
  CHECK_THAT(overlap_of(raced(1, 40, 10, 10)).claim, Catch::Contains("1 to 1 requests"));
  CHECK_THAT(overlap_of(raced(1, 40, 10, 11)).claim, Catch::Contains("2 to 2 requests"));
}

TEST_CASE("half of the bursts must have raced", "[check]") {
  auto run = raced(4, 30, 1, 100);
  auto const weaken = [&](int burst) {
    for (std::size_t i = 0; i < 30; ++i)
      run.history.operations[static_cast<std::size_t>(burst) * 30 + i].limiter_ns = 0;
  };
  weaken(0);
  weaken(1);
  CHECK(overlap_of(run).verdict == verdict_kind::pass);
  weaken(2);
  CHECK(overlap_of(run).verdict == verdict_kind::inconclusive);
}

TEST_CASE("nodes that do not tell when a request came show no race", "[check]") {
  auto run = raced(1, 40, 1, 500);
  for (auto& op : run.history.operations) op.arrived_at_us = absent;

  auto const found = overlap_of(run);

  CHECK(found.verdict == verdict_kind::inconclusive);
  CHECK_THAT(found.claim, Catch::Contains("X-Arrived-At-Us"));
}

TEST_CASE("an attack without a burst has no race to win", "[check]") {
  auto run = run_of(algorithm::token_bucket, {50, duration(s), 50});
  add_burst(run, 40, 0, ms);

  CHECK(overlap_of(run).verdict == verdict_kind::pass);
}

}  // namespace limitproof
