#include "harness/guard/guard_tallies.hpp"
#include "harness/guard/timed_limiter.hpp"
#include "tests/unit/guard/scripted_limiter.hpp"

#include <numeric>

#include <catch2/catch.hpp>

namespace limitproof {

using namespace std::chrono_literals;

TEST_CASE("a call counts in the first class whose bound it does not exceed", "[guard]") {
  latency_histogram calls;
  calls.add(100us);
  calls.add(100us + 1ns);
  calls.add(10s);
  calls.add(10s + 1ns);

  CHECK(calls.counts[0].value() == 1);
  CHECK(calls.counts[1].value() == 1);
  CHECK(calls.counts[latency_bounds.size() - 1].value() == 1);
  CHECK(calls.counts[latency_bounds.size()].value() == 1);
  CHECK(calls.sum_ns.value() == 20'000'200'002);
}

TEST_CASE("the tallies of threads add up", "[guard]") {
  guard_tallies one{1, {2, 3, 4}, {}};
  one.limiter_calls.add(1ms);
  guard_tallies other{10, {20, 30, 40}, {}};
  other.limiter_calls.add(2ms);
  one += other;

  guard_tallies expected{11, {22, 33, 44}, {}};
  expected.limiter_calls.add(1ms);
  expected.limiter_calls.add(2ms);
  CHECK(one == expected);
}

TEST_CASE("calls that fail are timed like any", "[guard]") {
  std::vector<std::int64_t> costs;
  latency_histogram calls;
  auto const fails = [](auto const&) -> result<decision> {
    return error{errc::store_unavailable, "away"};
  };
  timed_limiter timed(std::make_unique<scripted_limiter>(fails, costs), calls);

  CHECK(ask(timed, one_permit()).has_error());
  CHECK(std::accumulate(calls.counts.begin(),
                        calls.counts.end(),
                        std::int64_t{0},
                        [](auto sum, tally const& one) { return sum + one.value(); }) == 1);
}

}  // namespace limitproof
