#include "tests/limiters/lua_store.hpp"
#include "tests/limiters/random_attack.hpp"
#include "tests/limiters/reference_bucket.hpp"
#include "tests/limiters/script_figures.hpp"

#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

namespace {

using namespace limitproof;

std::string const key = "tb:{client}";

std::string script_text() {
  std::ifstream file(LIMITPROOF_LIMITERS "/redis-token-bucket/token_bucket.lua");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> arguments_of(std::vector<script_limit> const& limits, std::int64_t cost) {
  std::vector<std::string> words{std::to_string(cost)};
  for (auto const& limit : limits)
    for (auto const value : {limit.count, limit.per_us, limit.burst})
      words.push_back(std::to_string(value));
  return words;
}

/// A script, its store, and the reference beside it.
struct compared_bucket {
  lua_store lua;
  std::string script = script_text();
  reference_bucket reference;
  std::int64_t now_us = 1'700'000'000'000'000;

  void move_clock(std::int64_t us) {
    now_us += us;
    lua.store().set_time(store_time(std::chrono::microseconds(now_us)));
    if (lua.store().command({"EXISTS", key}).integer == 1) return;
    REQUIRE(reference.until_full_us(now_us) == 0);
    reference = {};
  }

  void decide(std::vector<script_limit> const& limits, std::int64_t cost) {
    auto const expected = reference.decide(limits, cost, now_us);
    auto const reply = lua.run(script, {key}, arguments_of(limits, cost));
    if (!expected) {
      REQUIRE(reply.type == redis_reply::kind::error);
      REQUIRE(reply.text.starts_with("INVALID_COST"));
      return;
    }
    REQUIRE(reply.type == redis_reply::kind::array);
    REQUIRE(figures_of(reply) == figures_of(*expected, now_us));
    if (expected->admitted == 1 && cost > 0)
      REQUIRE(lua.store().command({"PTTL", key}).integer ==
              (reference.until_full_us(now_us) + 999) / 1000 + 1);
  }
};

}  // namespace

TEST_CASE("the script decides 100000 random requests exactly as an integer model does",
          "[limiter]") {
  auto const seed = static_cast<std::uint64_t>(Catch::rngSeed());
  INFO("seed " << seed << ", repeat with --rng-seed");
  random_attack attack(seed);
  compared_bucket bucket;

  for (int session = 0; session < 500; ++session) {
    static_cast<void>(bucket.lua.store().command({"DEL", key}));
    bucket.reference = {};
    bucket.now_us = 1'700'000'000'000'000;
    auto limits = attack.limits();
    for (int request = 0; request < 200; ++request) {
      INFO("session " << session << ", request " << request << ": count " << limits.front().count
                      << ", per_us " << limits.front().per_us << ", burst "
                      << limits.front().burst);
      if (attack.uniform(0, 99) == 0) limits = attack.limits();
      bucket.move_clock(attack.clock_step(limits.front()));
      bucket.decide(limits, attack.cost(limits));
    }
  }
}

TEST_CASE("300 permits a second are 18000 in a minute, whenever they are asked for", "[limiter]") {
  // Asked for on a grid of 7 us, 0.0021 permits: thrown away each time, they would be missed.
  lua_store lua;
  auto const script = script_text();
  auto const call = arguments_of({{300, 1'000'000, 2}}, 1);
  std::int64_t const start_us = 1'700'000'000'000'000;
  std::int64_t admitted = 0;
  std::int64_t elapsed_us = 0;
  while (elapsed_us < 60'000'000 + 7) {
    lua.store().set_time(store_time(std::chrono::microseconds(start_us + elapsed_us)));
    auto const reply = lua.run(script, {key}, call);
    admitted += reply.elements.at(0).integer;
    auto const wait_us = std::max<std::int64_t>(reply.elements.at(5).integer, 1);
    elapsed_us += (wait_us + 6) / 7 * 7;
  }

  REQUIRE(admitted == 2 + 300 * 60);
}

TEST_CASE("a clock that steps back mints nothing and denies no longer than the step", "[limiter]") {
  compared_bucket bucket;
  std::vector<script_limit> const limits{{10, 1'000'000, 10}};
  bucket.move_clock(0);
  bucket.decide(limits, 10);

  bucket.move_clock(-5'000'000);
  auto const denied = bucket.lua.run(bucket.script, {key}, arguments_of(limits, 1));
  REQUIRE(denied.elements[0].integer == 0);
  REQUIRE(denied.elements[5].integer == 5'000'000 + 100'000);

  bucket.move_clock(5'000'000);
  REQUIRE(bucket.lua.run(bucket.script, {key}, arguments_of(limits, 1)).elements[0].integer == 0);
  bucket.move_clock(100'000);
  REQUIRE(bucket.lua.run(bucket.script, {key}, arguments_of(limits, 1)).elements[0].integer == 1);
}

TEST_CASE("a denied request leaves the stored bytes as they were", "[limiter]") {
  compared_bucket bucket;
  std::vector<script_limit> const limits{{1, 1'000'000, 2}, {1, 60'000'000, 5}};
  bucket.move_clock(0);
  bucket.decide(limits, 2);
  auto const stored = bucket.lua.store().command({"GET", key}).text;

  bucket.move_clock(1'500'000);
  bucket.decide(limits, 2);
  bucket.decide(limits, 0);

  REQUIRE(bucket.lua.store().command({"GET", key}).text == stored);
}

TEST_CASE("a lowered burst cuts the level and a changed period drops the fraction", "[limiter]") {
  compared_bucket bucket;
  bucket.move_clock(0);
  bucket.decide({{100, 1'000'000, 100}}, 1);
  auto const lowered = bucket.lua.run(bucket.script, {key}, arguments_of({{100, 1'000'000, 5}}, 0));
  REQUIRE(lowered.elements[3].elements.at(0).integer == 5);

  bucket.decide({{100, 1'000'000, 100}}, 99);
  bucket.move_clock(9'999);
  bucket.decide({{100, 1'000'000, 100}}, 0);
  bucket.move_clock(-9'999);
  auto const slowed =
      bucket.lua.run(bucket.script, {key}, arguments_of({{1, 86'400'000'000, 100}}, 1));
  REQUIRE(slowed.elements[0].integer == 0);
  REQUIRE(slowed.elements[5].integer == 86'400'000'000);
}

TEST_CASE("bytes that are no bucket are an error, not an admission", "[limiter]") {
  lua_store lua;
  static_cast<void>(lua.store().command({"SET", key, "abc"}));
  auto const reply = lua.run(script_text(), {key}, arguments_of({{1, 1'000'000, 1}}, 1));
  REQUIRE(reply.type == redis_reply::kind::error);
}
