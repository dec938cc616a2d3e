#include "harness/redis/blocking_redis.hpp"

#include "tests/integration/redis_process.hpp"

#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

std::int64_t in_us(std::chrono::nanoseconds time) {
  return std::chrono::floor<std::chrono::microseconds>(time).count();
}

/// This machine's wall clock against CLOCK_MONOTONIC, which is also the store's when it runs here.
store_anchor measure_own_clock() {
  auto const before = std::chrono::steady_clock::now();
  auto const wall = std::chrono::system_clock::now();
  auto const after = std::chrono::steady_clock::now();
  auto const midpoint = before + (after - before) / 2;
  return {.offset_us = in_us(wall.time_since_epoch()) - in_us(midpoint.time_since_epoch()),
          .bound_us = in_us(after - before) + 1};
}

TEST_CASE("the blocking client keeps bytes and types", "[redis][integration]") {
  redis_process const server;
  blocking_redis store(server.where(), 10s);
  std::string const odd("a\0\r\n", 4);

  REQUIRE(store.command({"SET", odd, odd}).has_value());

  CHECK(store.command({"GET", odd}).value().text == odd);
  CHECK(store.command({"GET", "absent"}).value().type == redis_reply::kind::nil);
  CHECK(store.command({"NO_SUCH_COMMAND"}).value().type == redis_reply::kind::error);
}

TEST_CASE("the blocking client goes on after being moved", "[redis][integration]") {
  redis_process const server;
  blocking_redis first(server.where(), 10s);
  REQUIRE(first.command({"PING"}).has_value());

  blocking_redis second(std::move(first));

  CHECK(second.command({"PING"}).value().text == "PONG");
}

TEST_CASE("the blocking client tells of a loss once and then connects again",
          "[redis][integration]") {
  redis_process server;
  blocking_redis store(server.where(), 10s);
  REQUIRE(store.command({"PING"}).has_value());
  server.kill();
  server.start_again();

  auto const lost = store.command({"PING"});
  auto const next = store.command({"PING"});

  REQUIRE(lost.has_error());
  CHECK(lost.error().code == errc::store_unavailable);
  CHECK_THAT(lost.error().what, Catch::StartsWith("sending PING to redis at 127.0.0.1:"));
  CHECK(next.has_value());
}

TEST_CASE("a late reply to the blocking client is not the next command's", "[redis][integration]") {
  redis_process server;
  blocking_redis store(server.where(), 20ms);
  REQUIRE(store.command({"PING"}).has_value());
  server.freeze();
  auto const frozen = store.command({"ECHO", "late"});
  REQUIRE(frozen.has_error());
  CHECK_THAT(frozen.error().what, Catch::EndsWith("no answer within 20 ms"));

  server.thaw();
  auto reply = store.command({"ECHO", "mine"});
  for (int attempt = 0; attempt < 100 && !reply; ++attempt) reply = store.command({"ECHO", "mine"});

  REQUIRE(reply.has_value());
  CHECK(reply->text == "mine");
}

TEST_CASE("the store's clock is found within the bound that comes with it",
          "[redis][integration]") {
  redis_process const server;
  blocking_redis store(server.where(), 10s);

  auto const measured = measure_store_clock(store);
  auto const own = measure_own_clock();

  REQUIRE(measured.has_value());
  CHECK(measured->bound_us > 0);
  CHECK(measured->bound_us < 1'000'000);
  CHECK(std::abs(measured->offset_us - own.offset_us) <= measured->bound_us + own.bound_us);
}

TEST_CASE("a store whose TIME is refused has no clock", "[redis][integration]") {
  redis_process const server;
  blocking_redis store(server.where(), 10s);
  REQUIRE(store.command({"ACL", "SETUSER", "default", "-time"}).has_value());

  auto const measured = measure_store_clock(store);

  REQUIRE(measured.has_error());
  CHECK(measured.error().code == errc::store_unavailable);
  CHECK_THAT(measured.error().what, Catch::Contains("NOPERM"));
}

}  // namespace
}  // namespace limitproof
