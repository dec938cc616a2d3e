#include "tests/limiters/native_plugin.hpp"

#include <limits>
#include <random>

#include <catch2/catch.hpp>
#include <malloc.h>

extern "C" __attribute__((weak)) std::size_t __sanitizer_get_current_allocated_bytes();

using namespace limitproof;

namespace {

std::string const library = LIMITPROOF_LIMITERS "/naive/naive.so";
constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t day_ns = 86'400 * second_ns;

/// Bytes held by this process' allocations: from the sanitizer's allocator where there is one.
std::int64_t allocated_bytes() {
  auto const bytes = __sanitizer_get_current_allocated_bytes != nullptr
                         ? __sanitizer_get_current_allocated_bytes()
                         : mallinfo2().uordblks;
  return static_cast<std::int64_t>(bytes);
}

}  // namespace

TEST_CASE("naive: no fraction of a permit is lost at 300 a second", "[limiter]") {
  native_plugin naive(library);
  native_plugin::question ask{.limits = {{300, second_ns, 2}}};
  std::int64_t admitted = 0;
  for (; ask.now_us < 60'000'007; ask.now_us += 7) admitted += naive.decide(ask).admitted;
  REQUIRE(admitted == 2 + 300 * 60);
}

TEST_CASE("naive: a clock that steps back neither drains nor mints", "[limiter]") {
  native_plugin naive(library);
  native_plugin::question ask{.limits = {{10, second_ns, 10}}, .cost = 4};
  ask.now_us = 10'000'000;
  REQUIRE(naive.decide(ask).remaining == 6);

  ask.cost = 0;
  ask.now_us = 1'000'000;
  REQUIRE(naive.decide(ask).remaining == 6);

  for (int step = 0; step < 20; ++step) {
    ask.now_us = step % 2 == 0 ? 10'000'000 : 1'000'000;
    ask.cost = 1;
    static_cast<void>(naive.decide(ask));
  }
  ask.now_us = 10'000'000;
  auto const last = naive.decide(ask);
  REQUIRE(last.admitted == 0);
  REQUIRE(last.remaining == 0);
}

TEST_CASE("naive: retry_after after a step back counts from the clock as it is", "[limiter]") {
  native_plugin naive(library);
  native_plugin::question ask{.limits = {{10, second_ns, 1}}, .now_us = 5'000'000};
  REQUIRE(naive.decide(ask).admitted == 1);
  ask.now_us = 3'000'000;
  REQUIRE(naive.decide(ask).retry_after_us == 2'100'000);
  ask.now_us = 5'099'999;
  REQUIRE(naive.decide(ask).admitted == 0);
  ask.now_us = 5'100'000;
  REQUIRE(naive.decide(ask).admitted == 1);
}

TEST_CASE("naive: the largest policies overflow nothing", "[limiter]") {
  native_plugin naive(library);
  constexpr std::int64_t most = 1'000'000'000'000;
  constexpr auto latest = std::numeric_limits<std::int64_t>::max();
  native_plugin::question ask{.limits = {{1, 400 * day_ns, most}, {most, 400 * day_ns, most}},
                              .cost = most};
  ask.now_us = -latest;
  REQUIRE(naive.decide(ask).admitted == 1);
  auto const denied = naive.decide(ask);
  REQUIRE(denied.admitted == 0);
  REQUIRE(denied.binding_limit == 0);
  REQUIRE(denied.retry_after_us == latest);
  ask.now_us = latest;
  ask.cost = 0;
  REQUIRE(naive.decide(ask).remaining == 533'759);  // (2^64 - 2) us / 400 d
}

TEST_CASE("naive: a changed policy keeps the permits that fit and no more", "[limiter]") {
  native_plugin naive(library);
  native_plugin::question ask{.limits = {{1, second_ns, 100}}, .cost = 60};
  REQUIRE(naive.decide(ask).remaining == 40);
  ask.cost = 0;
  ask.limits = {{1, 60 * second_ns, 100}};
  REQUIRE(naive.decide(ask).remaining == 40);
  ask.limits = {{1, 60 * second_ns, 10}};
  REQUIRE(naive.decide(ask).remaining == 10);
  ask.limits = {{1, second_ns, 100}, {1, second_ns, 7}};
  REQUIRE(naive.decide(ask).binding_limit == 1);
  REQUIRE(naive.decide(ask).remaining == 7);
}

TEST_CASE("naive: a flood of identities neither grows for ever nor frees a live one", "[limiter]") {
  native_plugin naive(library);
  native_plugin::question victim{.key = "victim", .limits = {{1, day_ns, 3}}, .cost = 3};
  REQUIRE(naive.decide(victim).admitted == 1);
  victim.cost = 1;

  native_plugin::question flood{.limits = {{1000, second_ns, 1}}};
  auto const ask = [&](int from, int to) {
    for (int i = from; i < to; ++i) {
      flood.key = "flood-" + std::to_string(i) + std::string(200, 'x');
      flood.now_us = i;
      REQUIRE(naive.decide(flood).admitted == 1);
    }
  };
  ask(0, 20'000);
  auto const before = allocated_bytes();
  ask(20'000, 220'000);

  // 200000 more identities would be 60 MB and more.
  CHECK(allocated_bytes() - before < 1'000'000);
  victim.now_us = flood.now_us;
  CHECK(naive.decide(victim).admitted == 0);
}

TEST_CASE("naive: another key's policy does not touch a bucket that is swept", "[limiter]") {
  native_plugin naive(library);
  native_plugin::question large{.key = "large", .limits = {{1, day_ns, 1'000'000}}};
  REQUIRE(naive.decide(large).remaining == 999'999);
  native_plugin::question small{.key = "small", .limits = {{1, second_ns, 1}}};
  for (int i = 0; i < 10; ++i) static_cast<void>(naive.decide(small));
  large.cost = 0;
  REQUIRE(naive.decide(large).remaining == 999'999);
}

TEST_CASE("naive: more than a capacity can never be admitted, and is said so", "[limiter]") {
  native_plugin naive(library);
  limitproof_decision made{};
  REQUIRE(naive.check({.limits = {{1, second_ns, 5}, {1, second_ns, 3}}, .cost = 4}, made) ==
          LIMITPROOF_INVALID_COST);
  REQUIRE(naive.check({.limits = {{1, second_ns, 5}, {1, second_ns, 3}}, .cost = 3}, made) ==
          LIMITPROOF_OK);
}

TEST_CASE("naive: random requests are decided as a bucket of exact fractions decides",
          "[limiter]") {
  auto const seed = Catch::rngSeed();
  INFO("seed " << seed << ", repeat with --rng-seed");
  std::mt19937_64 engine(seed);
  auto const uniform = [&](std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(engine);
  };
  __extension__ using wide = __int128;
  for (int session = 0; session < 200; ++session) {
    native_plugin naive(library);
    limitproof_limit const limit{uniform(1, 5000), uniform(1'000'000, day_ns), uniform(1, 50)};
    wide const full = wide{limit.burst} * limit.per_ns;
    wide credit = full;
    native_plugin::question ask{.limits = {limit}};
    for (int request = 0; request < 300; ++request) {
      auto const step = uniform(0, 2 * limit.per_ns / limit.count / 1000 + 1);
      ask.now_us += step;
      ask.cost = uniform(0, limit.burst);
      credit = std::min(full, credit + wide{step} * 1000 * limit.count);
      bool const fits = credit >= wide{ask.cost} * limit.per_ns;
      if (fits) credit -= wide{ask.cost} * limit.per_ns;

      auto const made = naive.decide(ask);

      REQUIRE((made.admitted != 0) == fits);
      REQUIRE(made.remaining == static_cast<std::int64_t>(credit / limit.per_ns));
      REQUIRE((made.retry_after_us == 0) == fits);
    }
  }
}
