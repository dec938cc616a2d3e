#include "harness/run/attack_standing.hpp"

#include "harness/load/monotonic_clock.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

plan of_two_phases() {
  planned_phase first;
  first.length = 3s;
  planned_phase second;
  second.start = 3s;
  second.length = 5s;
  plan p;
  p.keys = {"attacker"};
  p.phases = {first, second};
  p.scenario.policy.limits = {{50, 1s, 100}};
  return p;
}

limiter_claims const bucket{.algorithm = algorithm::token_bucket};

}  // namespace

TEST_CASE("an attack that has not begun stands at nothing", "[run]") {
  attack_progress const progress;

  auto const now = standing_of(progress, outlook_of(of_two_phases(), bucket));

  CHECK(now.elapsed == 0s);
  CHECK(now.length == 8s);
  CHECK(now.counts.sent == 0);
  REQUIRE(now.allowed.has_value());
  CHECK(now.allowed->promised == 100);
}

TEST_CASE("what is allowed by now is so by a clock that is read after the counts", "[run]") {
  attack_progress progress;
  progress.start_monotonic_ns = monotonic_now_ns() - 2'000'000'000;
  progress.permits = 7;

  auto const now = standing_of(progress, outlook_of(of_two_phases(), bucket));

  CHECK(now.counts.permits == 7);
  CHECK(now.elapsed >= 2s);
  REQUIRE(now.allowed.has_value());
  CHECK(now.allowed->promised == 100 + now.elapsed.count() / 20'000'000);
}

TEST_CASE("where nothing is promised, or several things are, nothing is said to be allowed",
          "[run]") {
  auto p = of_two_phases();
  CHECK_FALSE(outlook_of(p, {}).allowed);

  SECTION("a policy taken at its word promises something whatever the limiter says of itself") {
    p.scenario.judge = judged_by::promised;
    CHECK(outlook_of(p, {}).allowed->at(1s).promised == 100);
  }
  SECTION("several policies are each judged alone") {
    p.scenario.policies.emplace();
    CHECK_FALSE(outlook_of(p, bucket).allowed);
  }
}
