#include "harness/check/allowed_so_far.hpp"

#include "tests/unit/check/recorded_run.hpp"

#include <limits>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

constexpr limit fifty{50, 1s, 100};

planned_phase phase_at(duration start, planned_keys keys) {
  planned_phase planned;
  planned.start = start;
  planned.length = 1s;
  planned.keys = std::move(keys);
  return planned;
}

plan plan_with(std::size_t keys, std::vector<planned_phase> phases) {
  plan p;
  p.scenario.policy.limits = {fifty};
  p.keys.resize(keys);
  p.phases = std::move(phases);
  return p;
}

std::int64_t promised(plan const& p, duration elapsed, algorithm a = algorithm::token_bucket) {
  return allowed_so_far(p, a).at(elapsed).promised;
}

}  // namespace

TEST_CASE("one key can have been granted what its curve allows from its first phase on",
          "[check]") {
  auto const p = plan_with(1, {phase_at(0s, {0, 1})});

  CHECK(promised(p, 0s) == 100);
  CHECK(promised(p, 10s) == 600);
  CHECK(promised(p, 10s, algorithm::sliding_log) == 550);
}

TEST_CASE("keys count from when the first of their phases begins", "[check]") {
  // The worked example of the header.
  auto const p = plan_with(2, {phase_at(0s, {0, 1}), phase_at(5s, {1, 1})});
  CHECK(promised(p, 8s) == 750);
  CHECK(promised(p, 4'999ms) == 349);

  SECTION("whether as a range or as a list, and once in however many phases") {
    planned_keys listed;
    listed.members = {2, 0};
    auto const shared =
        plan_with(4, {phase_at(5s, {0, 2}), phase_at(1s, listed), phase_at(6s, {0, 3})});
    // Keys 0 and 2 from 1 s, key 1 from 5 s, key 3 is in no phase.
    CHECK(promised(shared, 6s) == 2 * 350 + 150);
  }
}

TEST_CASE("nothing is allowed before the first phase", "[check]") {
  CHECK(promised(plan_with(1, {phase_at(2s, {0, 1})}), 1s) == 0);
}

TEST_CASE("of several limits the least allows", "[check]") {
  auto p = plan_with(3, {phase_at(0s, {0, 3})});
  p.scenario.policy.limits.push_back({200, 1min, 200});

  CHECK(promised(p, 1s) == 3 * 150);
  CHECK(promised(p, 10s) == 3 * 233);
}

TEST_CASE("what a tolerance loosens it loosens in what is judged only", "[check]") {
  auto p = plan_with(2, {phase_at(0s, {0, 2})});
  p.scenario.tolerance.slack = 7;
  // Forgiveness comes after: what is beyond the curve was too much all the same.
  p.scenario.tolerance.permits = 1'000;

  auto const allowed = allowed_so_far(p, algorithm::token_bucket).at(1s);

  CHECK(allowed.promised == 300);
  CHECK(allowed.judged == 314);
}

TEST_CASE("more than can be counted is as much as can be counted", "[check]") {
  auto p = plan_with(2, {phase_at(0s, {0, 2})});
  p.scenario.policy.limits = {{1'000'000'000'000, 1ns, 1'000'000'000'000}};

  CHECK(promised(p, 400s) == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("what is called too many for certain is found by the checks", "[check]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  int certain = 0;
  for (int i = 0; i < 600; ++i) {
    auto const a = promising_algorithms[static_cast<std::size_t>(i) % promising_algorithms.size()];
    auto run =
        run_of(a, {between(random, 1, 5), between(random, 20, 60) * 1ms, between(random, 1, 5)});
    run.plan.keys = run.history.keys = {"a", "b", "c"};
    run.plan.phases.front().keys.count = 3;
    std::int64_t permits = 0;
    auto const requests = between(random, 1, 60);
    auto const end = between(random, 1, 100) * ms;
    for (std::int64_t r = 0; r < requests; ++r) {
      auto const sent = between(random, 0, end);
      auto& op = add(run, outcome::admitted, sent, between(random, sent, end));
      op.key = static_cast<std::uint32_t>(between(random, 0, 2));
      op.cost = static_cast<std::int32_t>(between(random, 0, 3));
      permits += op.cost;
    }
    if (permits <= allowed_so_far(run.plan, a).at(duration(end)).judged) continue;
    ++certain;
    INFO("history " << i);
    REQUIRE(over_admission_of(run) == verdict_kind::fail);
  }
  CHECK(certain > 20);
}
