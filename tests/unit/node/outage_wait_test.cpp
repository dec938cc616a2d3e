#include "harness/node/outage_wait.hpp"

#include "harness/model/splitmix64.hpp"

#include <set>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

std::set<std::int64_t> waits_of(guard_spec const& guards) {
  auto const wait = outage_wait_of(guards);
  std::set<std::int64_t> drawn;
  for (std::uint64_t i = 0; i < 1000; ++i) drawn.insert(wait_of_draw(wait, splitmix64(1, i)));
  return drawn;
}

}  // namespace

TEST_CASE("clients turned away without the store are told 1, 2 or 3 seconds", "[node]") {
  CHECK(waits_of({}) == std::set<std::int64_t>{1, 2, 3});
}

TEST_CASE("nobody is told to come back before the breaker can have asked the store", "[node]") {
  guard_spec guards;
  guards.breaker = breaker_spec{5, 50ms, 4s};
  CHECK(waits_of(guards) == std::set<std::int64_t>{5, 6, 7});
  guards.breaker->pause = 4s + 1ms;
  CHECK(waits_of(guards) == std::set<std::int64_t>{6, 7, 8});
}

TEST_CASE("a longer jitter spreads the waits as far as it says", "[node]") {
  guard_spec guards;
  guards.retry_jitter = 3500ms;

  CHECK(waits_of(guards) == std::set<std::int64_t>{1, 2, 3, 4, 5});
}
