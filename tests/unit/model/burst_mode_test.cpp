#include "harness/model/curve.hpp"
#include "harness/model/policy.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

TEST_CASE("the hard limit bounds intervals up to the burst mode's time, the soft one longer ones",
          "[model]") {
  limit const hard{150, 1s, 150};
  limit soft{100, 1s, 1};
  soft.burst = soft_burst(soft, hard.count, 5s).value();

  auto const by_hard = [&](duration length) {
    return most_admitted(algorithm::token_bucket, hard, length);
  };
  auto const by_soft = [&](duration length) {
    return most_admitted(algorithm::token_bucket, soft, length);
  };
  CHECK(soft.burst == 400);
  CHECK(by_hard(4s) < by_soft(4s));
  CHECK(by_hard(5s) == by_soft(5s));
  CHECK(by_hard(6s) > by_soft(6s));
}

TEST_CASE("a fraction of a permit is dropped from a burst mode, never added", "[model]") {
  CHECK(soft_burst(limit{1, 3s, 1}, 2, 7s) == 2 + 2);
  CHECK(soft_burst(limit{1, 3s, 1}, 2, 3s) == 2 + 1);
  CHECK_FALSE(soft_burst(limit{1, 3s, 1}, 2, 3s - 1ns).has_value());
}

TEST_CASE("a burst mode stays within the bounds of a limit, whatever it multiplies", "[model]") {
  constexpr std::int64_t most = 1'000'000'000'000;
  CHECK(soft_burst(limit{1, 1s, 1}, most / 2, 1s) == most - 1);
  CHECK_FALSE(soft_burst(limit{1, 1s, 1}, most / 2 + 1, 1s).has_value());
  CHECK_FALSE(soft_burst(limit{1, 1ms, 1}, most, 400 * 24h).has_value());
}
