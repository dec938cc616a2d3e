#include "tests/limiters/native_plugin.hpp"
#include "tests/limiters/random_attack.hpp"

#include <limits>
#include <map>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::string const library = LIMITPROOF_LIMITERS "/naive-fixed-window/naive-fixed-window.so";
constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t day_ns = 86'400 * second_ns;

}  // namespace

TEST_CASE("naive-fixed-window: an edge of the epoch's windows admits twice the limit in no time",
          "[limiter]") {
  native_plugin naive(library);
  native_plugin::question ask{.limits = {{5, 60 * second_ns, 5}}, .cost = 5};
  ask.now_us = 60 * second_us - 1;
  REQUIRE(naive.decide(ask).admitted == 1);
  ask.cost = 1;
  REQUIRE(naive.decide(ask).retry_after_us == 1);

  ask.cost = 5;
  ask.now_us = 60 * second_us;
  REQUIRE(naive.decide(ask).admitted == 1);
  auto const denied = naive.decide(ask);
  REQUIRE(denied.admitted == 0);
  REQUIRE(denied.retry_after_us == 60 * second_us);
}

TEST_CASE("naive-fixed-window: times before the epoch have windows of the same length",
          "[limiter]") {
  native_plugin naive(library);
  native_plugin::question ask{.limits = {{1, 10 * second_ns, 1}}, .now_us = -1};
  REQUIRE(naive.decide(ask).reset_after_us == 1);
  ask.key = "another";
  ask.now_us = -10 * second_us;
  REQUIRE(naive.decide(ask).reset_after_us == 10 * second_us);
}

TEST_CASE("naive-fixed-window: a clock that steps back stays in the window that it had reached",
          "[limiter]") {
  native_plugin naive(library);
  native_plugin::question ask{.limits = {{1, 10 * second_ns, 1}}, .now_us = 25 * second_us};
  REQUIRE(naive.decide(ask).admitted == 1);

  ask.now_us = 14 * second_us;
  auto const denied = naive.decide(ask);
  REQUIRE(denied.admitted == 0);
  REQUIRE(denied.retry_after_us == 16 * second_us);
  ask.now_us = 30 * second_us - 1;
  REQUIRE(naive.decide(ask).admitted == 0);
  ask.now_us = 30 * second_us;
  REQUIRE(naive.decide(ask).admitted == 1);
}

TEST_CASE("naive-fixed-window: the largest policies and times overflow nothing", "[limiter]") {
  native_plugin naive(library);
  constexpr std::int64_t most = 1'000'000'000'000;
  constexpr auto latest = std::numeric_limits<std::int64_t>::max();
  native_plugin::question ask{.limits = {{most, 400 * day_ns, most}}, .cost = most};
  for (auto const now_us : {-latest, std::int64_t{0}, latest}) {
    ask.now_us = now_us;
    REQUIRE(naive.decide(ask).admitted == 1);
    auto const denied = naive.decide(ask);
    REQUIRE(denied.admitted == 0);
    REQUIRE(denied.retry_after_us > 0);
    REQUIRE(denied.retry_after_us <= 400 * day_ns / 1000);
  }
}

TEST_CASE("naive-fixed-window: limits are charged together or not at all", "[limiter]") {
  native_plugin naive(library);
  native_plugin::question ask{.limits = {{2, second_ns, 2}, {3, day_ns, 3}}, .cost = 2};
  REQUIRE(naive.decide(ask).admitted == 1);
  for (int again = 0; again < 5; ++again) {
    auto const denied = naive.decide(ask);
    REQUIRE(denied.admitted == 0);
    REQUIRE(denied.binding_limit == 1);
  }
  ask.cost = 1;
  ask.now_us = second_us;
  REQUIRE(naive.decide(ask).admitted == 1);
  ask.now_us = 2 * second_us;
  REQUIRE(naive.decide(ask).binding_limit == 1);
}

TEST_CASE("naive-fixed-window: what was used stays used under a changed policy", "[limiter]") {
  native_plugin naive(library);
  native_plugin::question ask{.limits = {{10, day_ns, 10}}, .cost = 6};
  REQUIRE(naive.decide(ask).remaining == 4);
  ask.cost = 0;
  ask.limits = {{8, day_ns, 8}};
  REQUIRE(naive.decide(ask).remaining == 2);
  ask.limits = {{5, day_ns, 5}};
  REQUIRE(naive.decide(ask).remaining == 0);
  ask.limits = {{10, second_ns, 10}};
  REQUIRE(naive.decide(ask).remaining == 4);
  ask.now_us = second_us;
  REQUIRE(naive.decide(ask).remaining == 10);
}

TEST_CASE("naive-fixed-window: more than a limit can never be admitted, and is said so",
          "[limiter]") {
  native_plugin naive(library);
  limitproof_decision made{};
  native_plugin::question ask{.limits = {{5, second_ns, 50}, {3, second_ns, 50}}, .cost = 4};
  REQUIRE(naive.check(ask, made) == LIMITPROOF_INVALID_COST);
  ask.cost = 3;
  REQUIRE(naive.check(ask, made) == LIMITPROOF_OK);
}

TEST_CASE("naive-fixed-window: random requests are decided as a count for each window decides",
          "[limiter]") {
  auto const seed = static_cast<std::uint64_t>(Catch::rngSeed());
  INFO("seed " << seed << ", repeat with --rng-seed");
  random_attack attack(seed);
  for (int session = 0; session < 200; ++session) {
    native_plugin naive(library);
    auto const per_us = attack.magnitude(1e3, 86'400e6);
    auto const count = attack.uniform(1, 50);
    native_plugin::question ask{.limits = {{count, per_us * 1000, count}}};
    std::map<std::int64_t, std::int64_t> used;
    for (int request = 0; request < 300; ++request) {
      ask.now_us += attack.uniform(0, per_us / 3);
      ask.cost = attack.uniform(0, count);
      auto& in_window = used[ask.now_us / per_us];
      bool const fits = in_window + ask.cost <= count;
      if (fits) in_window += ask.cost;

      auto const made = naive.decide(ask);

      REQUIRE((made.admitted != 0) == fits);
      REQUIRE(made.remaining == count - in_window);
      REQUIRE(made.retry_after_us == (fits ? 0 : per_us - ask.now_us % per_us));
    }
  }
}
