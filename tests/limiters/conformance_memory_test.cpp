// What one client costs the store's memory, limiter by limiter.
#include "tests/limiters/limiter_under_test.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

TEST_CASE("redis-token-bucket: a client of 16 bytes costs at most 104 bytes", "[integration]") {
  limiter_under_test limiter("redis-token-bucket");
  for (auto const& each :
       {limit{50, 1h, 100}, limit{1'000'000'000'000, std::chrono::days(400), 1'000'000'000'000}}) {
    static_cast<void>(limiter.command({"FLUSHALL"}));
    REQUIRE(limiter.check("0123456789abcdef", {each}).value().admitted);
    auto const keys = limiter.stored_keys();
    REQUIRE(keys == std::vector<std::string>{"tb:{0123456789abcdef}"});
    CHECK(limiter.command({"MEMORY", "USAGE", keys.front()}).integer <= 104);
  }
}

TEST_CASE("redis-gcra: a client of 16 bytes costs at most 72 bytes a limit", "[integration]") {
  limiter_under_test limiter("redis-gcra");
  REQUIRE(limiter.check("0123456789abcdef", {{100, 1h, 100}, {1, 24h, 1'000}}).value().admitted);
  auto const keys = limiter.stored_keys();
  REQUIRE(keys.size() == 2);
  for (auto const& key : keys) CHECK(limiter.command({"MEMORY", "USAGE", key}).integer <= 72);
}

TEST_CASE("redis-packed-log: a full log of 100 costs at most 12 bytes a permit", "[integration]") {
  limiter_under_test limiter("redis-packed-log");
  for (int i = 0; i < 100; ++i)
    REQUIRE(limiter.check("0123456789abcdef", {{100, 1h, 100}}).value().admitted);
  auto const keys = limiter.stored_keys();
  REQUIRE(keys == std::vector<std::string>{"pl:{0123456789abcdef}"});
  CHECK(limiter.command({"MEMORY", "USAGE", keys.front()}).integer <= 1200);
}
