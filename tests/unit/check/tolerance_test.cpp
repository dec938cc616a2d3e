#include "harness/model/curve.hpp"
#include "tests/unit/check/recorded_run.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

limit const fifty_a_second{50, 1s, 100};

/// 252 admitted within 3 s, where a bucket allows 250.
recorded_run two_too_many() {
  auto run = run_of(algorithm::token_bucket, fifty_a_second);
  add_burst(run, 100, 0, 0);
  for (auto const& [count, at] : {std::pair{50, 1 * s}, std::pair{50, 2 * s}, std::pair{52, 3 * s}})
    add_burst(run, count, at, at);
  add(run, outcome::denied, 3 * s, 3 * s);
  return run;
}

verdict judged(recorded_run run, tolerance const& allowed) {
  run.plan.scenario.tolerance = allowed;
  return run_checks(run.as_evidence());
}

verdict_kind over_admission(recorded_run const& run, tolerance const& allowed) {
  return find(judged(run, allowed), check_name::over_admission).verdict;
}

recorded_run burst_of(algorithm a, int count, std::int64_t length_ns) {
  auto run = run_of(a, {50, 1s, 50});
  for (int i = 0; i < count; ++i)
    add(run, outcome::admitted, i % 2 == 0 ? 0 : length_ns, i % 2 == 0 ? 0 : length_ns);
  return run;
}

TEST_CASE("a gate forgives exactly the permits and the share it names", "[check]") {
  auto run = run_of(algorithm::token_bucket, {50, 1s, 100});
  add_burst(run, 102, 0, 0);

  CHECK(over_admission(run, {}) == verdict_kind::fail);
  CHECK(over_admission(run, {.permits = 1}) == verdict_kind::fail);
  CHECK(over_admission(run, {.permits = 2}) == verdict_kind::pass);
  CHECK(over_admission(run, {.share_ppm = 19'999}) == verdict_kind::fail);
  CHECK(over_admission(run, {.share_ppm = 20'000}) == verdict_kind::pass);
  CHECK(over_admission(run, {.permits = 1, .share_ppm = 9'999}) == verdict_kind::fail);
  CHECK(over_admission(run, {.permits = 1, .share_ppm = 10'000}) == verdict_kind::pass);
}

TEST_CASE("what is forgiven is still counted, and the claim says so", "[check]") {
  auto const v = judged(two_too_many(), {.permits = 2});

  auto const found = find(v, check_name::over_admission);
  CHECK(found.verdict == verdict_kind::pass);
  CHECK(v.admission.certified_excess == 2);
  CHECK(v.admission.total_excess == 2);
  CHECK(found.claim ==
        "2 more than token bucket 50 per 1 s, burst 100 allows were certainly admitted, and "
        "forgiven: the worst interval, 3 s for key \"attacker\", holds 252 where 250 are allowed, "
        "and the tolerance is 2 permits and 0 ppm of what is allowed (keys in excess: 1): 252 "
        "admitted, 1 denied");
}

TEST_CASE("an excess beyond the gate fails with the gate in the claim", "[check]") {
  auto const found = find(judged(two_too_many(), {.permits = 1}), check_name::over_admission);

  CHECK(found.verdict == verdict_kind::fail);
  CHECK_THAT(found.claim,
             Catch::Contains("holds 252 where 250 are allowed and 1 permits and 0 ppm of what is "
                             "allowed forgiven"));
  CHECK_FALSE(found.witness.empty());
}

TEST_CASE("every key has its own gate: the worst one forgiven excuses no other", "[check]") {
  auto run = run_of(algorithm::sliding_log, {1000, 1s, 1000});
  run.plan.scenario.policy.limits.push_back({10, 1ms, 10});
  run.history.keys = {"large", "small"};
  add_burst(run, 12, 0, 0);
  for (auto& op : run.history.operations) op.key = 1;
  for (std::int64_t i = 0; i < 1020; ++i) add(run, outcome::admitted, i * 500'000, i * 500'000);

  auto const found = find(judged(run, {.share_ppm = 20'000}), check_name::over_admission);

  CHECK(found.verdict == verdict_kind::fail);
  CHECK_THAT(found.claim, Catch::Contains("key \"small\""));
}

TEST_CASE("slack lifts every curve by so many permits", "[check]") {
  for (auto const a : promising_algorithms) {
    CAPTURE(to_name(a));
    auto const run = burst_of(a, 53, 0);
    CHECK(over_admission(run, {.slack = 2}) == verdict_kind::fail);
    CHECK(over_admission(run, {.slack = 3}) == verdict_kind::pass);
    CHECK(judged(run, {.slack = 2}).admission.certified_excess == 1);
  }
}

TEST_CASE("slack counts once in an interval, however many windows it covers", "[check]") {
  auto const run = burst_of(algorithm::sliding_log, 103, 1'000'000'000);

  CHECK(over_admission(run, {.slack = 2}) == verdict_kind::fail);
  CHECK(over_admission(run, {.slack = 3}) == verdict_kind::pass);
}

TEST_CASE("a window may end a granularity and a drift too early, and not 2 ns more", "[check]") {
  // per/(1 + ρ) - g = 1 s / 1.0001 - 1 ms = 998'900'009.999 ns, rounded down.
  tolerance const allowed{.clock_drift_ppm = 100, .time_granularity = 1ms};
  for (auto const& [length, verdict] :
       {std::pair{998'900'008, verdict_kind::fail}, std::pair{998'900'009, verdict_kind::pass}})
    CHECK(over_admission(burst_of(algorithm::sliding_log, 100, length), allowed) == verdict);
}

TEST_CASE("a bucket whose clock moves in steps may refill a step's worth at once", "[check]") {
  auto const steps = [](int count) { return burst_of(algorithm::token_bucket, count, 0); };

  CHECK(over_admission(steps(51), {.time_granularity = 20ms}) == verdict_kind::pass);
  CHECK(over_admission(steps(52), {.time_granularity = 20ms}) == verdict_kind::fail);
}

TEST_CASE("a drift of 1000 ppm gives a bucket a thousandth more refill", "[check]") {
  auto run = run_of(algorithm::token_bucket, {1000, 1s, 1});
  for (std::int64_t i = 0; i <= 10'010; ++i) add(run, outcome::admitted, i * 999'001, i * 999'001);

  CHECK(judged(run, {}).admission.certified_excess == 10);
  CHECK(judged(run, {.clock_drift_ppm = 1000}).admission.certified_excess == 0);
}

TEST_CASE("aligned windows are widened by drift since the anchor and by granularity", "[check]") {
  auto run = run_of(algorithm::fixed_window, {50, 1s, 50});
  run.history.clocks.store = store_anchor{};
  add_burst(run, 51, 10 * s + 2 * ms, 10 * s + 3 * ms);

  CHECK(over_admission(run, {.clock_drift_ppm = 199}) == verdict_kind::fail);
  CHECK(over_admission(run, {.clock_drift_ppm = 201}) == verdict_kind::pass);
  CHECK(over_admission(run, {.time_granularity = 1ms}) == verdict_kind::fail);
  CHECK(over_admission(run, {.time_granularity = 3ms}) == verdict_kind::pass);
}

TEST_CASE("an attack that a loosened limit would have let through tests nothing", "[check]") {
  auto run = run_of(algorithm::token_bucket, fifty_a_second);
  add_burst(run, 100, 0, 0);
  for (int i = 0; i < 100; ++i) add(run, outcome::denied, 0, 0);

  CHECK(judged(run, {}).kind == verdict_kind::pass);
  CHECK(judged(run, {.slack = 1000}).kind == verdict_kind::inconclusive);
}

tolerance random_tolerance(std::mt19937_64& random) {
  return {.clock_drift_ppm = between(random, 0, 1) * between(random, 0, 100'000),
          .time_granularity = duration(between(random, 0, 1) * between(random, 0, 120)),
          .slack = between(random, 0, 2),
          .permits = between(random, 0, 2),
          .share_ppm = 0};
}

/// The same, and more of one of its fields.
tolerance more_of(tolerance t, std::mt19937_64& random) {
  switch (between(random, 0, 4)) {
    case 0:
      t.clock_drift_ppm = between(random, t.clock_drift_ppm, 100'000);
      break;
    case 1:
      t.time_granularity += duration(between(random, 0, 50));
      break;
    case 2:
      t.slack += between(random, 0, 3);
      break;
    case 3:
      t.permits += between(random, 0, 3);
      break;
    default:
      t.share_ppm += between(random, 0, 500'000);
  }
  return t;
}

TEST_CASE("more tolerance never turns a pass into a fail, nor raises an excess", "[check]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  int passed = 0;
  int turned = 0;
  for (int round = 0; round < 1'000; ++round)
    for (auto const a : promising_algorithms) {
      auto run = run_of(
          a, {between(random, 1, 4), duration(between(random, 20, 100)), between(random, 1, 6)});
      if (round % 2 == 0) run.history.clocks.store = store_anchor{};
      auto const operations = between(random, 1, 30);
      for (std::int64_t i = 0; i < operations; ++i) {
        auto const sent = between(random, 0, 400);
        add(run, outcome::admitted, sent, sent + between(random, 0, 20));
      }
      auto const less = random_tolerance(random);
      auto const more = more_of(less, random);
      auto const before = judged(run, less);
      auto const after = judged(run, more);
      auto const kind = find(before, check_name::over_admission).verdict;
      auto const then = find(after, check_name::over_admission).verdict;

      CAPTURE(round, to_name(a), less.clock_drift_ppm, less.slack, less.permits);
      REQUIRE(after.admission.certified_excess <= before.admission.certified_excess);
      if (kind == verdict_kind::pass) REQUIRE(then == verdict_kind::pass);
      passed += kind == verdict_kind::pass ? 1 : 0;
      turned += kind != then ? 1 : 0;
    }
  REQUIRE(passed > 500);
  REQUIRE(turned > 100);
}

}  // namespace
}  // namespace limitproof
