#include "harness/model/curve.hpp"

#include <limits>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

constexpr auto unlimited = std::numeric_limits<std::int64_t>::max();
constexpr limit fifty_a_second{.count = 50, .per = 1s, .burst = 100};

}  // namespace

TEST_CASE("a token bucket admits its burst at once and then what it refills") {
  for (auto const bucket : {algorithm::token_bucket, algorithm::gcra}) {
    CHECK(most_admitted(bucket, fifty_a_second, 0s) == 100);
    CHECK(most_admitted(bucket, fifty_a_second, 20ms - 1ns) == 100);
    CHECK(most_admitted(bucket, fifty_a_second, 20ms) == 101);
    CHECK(most_admitted(bucket, fifty_a_second, 8s) == 500);
  }
}

TEST_CASE("a sliding log admits the limit again once a whole window has passed") {
  CHECK(most_admitted(algorithm::sliding_log, fifty_a_second, 0s) == 50);
  CHECK(most_admitted(algorithm::sliding_log, fifty_a_second, 1s - 1ns) == 50);
  CHECK(most_admitted(algorithm::sliding_log, fifty_a_second, 1s) == 100);
  CHECK(most_admitted(algorithm::sliding_log, fifty_a_second, 8s) == 450);
}

TEST_CASE("a sliding counter admits the limit and what decays, twice the limit in one window") {
  CHECK(most_admitted(algorithm::sliding_counter, fifty_a_second, 0s) == 50);
  CHECK(most_admitted(algorithm::sliding_counter, fifty_a_second, 500ms) == 75);
  CHECK(most_admitted(algorithm::sliding_counter, fifty_a_second, 1s) == 100);
}

TEST_CASE("a fixed window admits the limit on both sides of an edge") {
  for (auto const window : {algorithm::fixed_window, algorithm::fixed_window_first_hit}) {
    CHECK(most_admitted(window, fifty_a_second, 0s) == 50);
    CHECK(most_admitted(window, fifty_a_second, 1ns) == 100);
    CHECK(most_admitted(window, fifty_a_second, 1s) == 100);
    CHECK(most_admitted(window, fifty_a_second, 1s + 1ns) == 150);
    CHECK(most_admitted(window, fifty_a_second, 8s) == 450);
  }
}

TEST_CASE("no algorithm promises nothing") {
  CHECK(most_admitted(algorithm::none, fifty_a_second, 0s) == unlimited);
  CHECK(capacity(algorithm::none, fifty_a_second) == unlimited);
}

TEST_CASE("every curve saturates instead of overflowing") {
  limit const largest{.count = unlimited, .per = 1ns, .burst = unlimited};

  for (auto const& entry : enum_names<algorithm>) {
    INFO(entry.name);
    CHECK(most_admitted(entry.value, largest, duration::max()) == unlimited);
  }
}

TEST_CASE("every curve is exact where a product no longer fits 64 bits") {
  limit const trillion_a_day{.count = 1'000'000'000'000, .per = 24h, .burst = 1};

  CHECK(most_admitted(algorithm::token_bucket, trillion_a_day, 400 * 24h) == 400'000'000'000'001);
  CHECK(most_admitted(algorithm::sliding_log, trillion_a_day, 400 * 24h) == 401'000'000'000'000);
}

TEST_CASE("no curve ever falls as the interval grows") {
  for (auto const& entry : enum_names<algorithm>) {
    std::int64_t before = 0;
    for (duration length{}; length < 3s; length += 7'777'777ns) {
      auto const now = most_admitted(entry.value, fifty_a_second, length);
      INFO(entry.name << " at " << length.count() << " ns");
      REQUIRE(now >= before);
      before = now;
    }
  }
}

TEST_CASE("the capacity of a bucket is its burst, of a window its limit") {
  CHECK(capacity(algorithm::token_bucket, fifty_a_second) == 100);
  CHECK(capacity(algorithm::gcra, fifty_a_second) == 100);
  CHECK(capacity(algorithm::sliding_log, fifty_a_second) == 50);
  CHECK(capacity(algorithm::sliding_counter, fifty_a_second) == 50);
  CHECK(capacity(algorithm::fixed_window, fifty_a_second) == 50);
  CHECK(capacity(algorithm::fixed_window_first_hit, fifty_a_second) == 50);
}
