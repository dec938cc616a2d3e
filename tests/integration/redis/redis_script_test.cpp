#include "harness/redis/redis_script.hpp"

#include "harness/redis/blocking_redis.hpp"
#include "tests/integration/redis_process.hpp"
#include "tests/unit/net/run_until_done.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

struct script_caller {
  explicit script_caller(std::string source) : script(std::move(source)) {}

  result<redis_reply> run(std::vector<std::string> keys, std::vector<std::string> arguments) {
    return run_until_done(loop, script.run(store, std::move(keys), std::move(arguments)));
  }

  redis_process server;
  asio::io_context loop{1};
  redis_connection store{loop.get_executor(), server.where(), 1h};
  blocking_redis admin{server.where(), 10s};
  redis_script script;
};

TEST_CASE("a script unknown to the store is loaded by its first call and then called by name",
          "[redis][integration]") {
  script_caller caller("return redis.call('INCR', KEYS[1])");

  auto const first = caller.run({"k"}, {});
  auto const second = caller.run({"k"}, {});

  REQUIRE(first.has_value());
  CHECK(first->integer == 1);
  REQUIRE(second.has_value());
  CHECK(second->integer == 2);
  auto const stats = caller.admin.command({"INFO", "commandstats"}).value().text;
  CHECK_THAT(stats, Catch::Contains("cmdstat_evalsha:calls=2,"));
  CHECK_THAT(stats, Catch::Contains("cmdstat_eval:calls=1,"));
}

TEST_CASE("a script forgotten by the store runs once all the same", "[redis][integration]") {
  script_caller caller("return redis.call('INCR', KEYS[1])");
  REQUIRE(caller.run({"k"}, {}).has_value());

  REQUIRE(caller.admin.command({"SCRIPT", "FLUSH"}).has_value());
  auto const reply = caller.run({"k"}, {});

  REQUIRE(reply.has_value());
  CHECK(reply->integer == 2);
}

TEST_CASE("several calls of an unknown script in flight are all answered", "[redis][integration]") {
  script_caller caller("return redis.call('INCR', KEYS[1])");
  std::vector<asio::awaitable<result<redis_reply>>> calls;
  for (int i = 0; i < 10; ++i) calls.push_back(caller.script.run(caller.store, {"k"}, {}));

  auto const replies = run_until_done(caller.loop, std::move(calls));

  for (auto const& reply : replies) CHECK(reply.has_value());
  CHECK(caller.admin.command({"GET", "k"}).value().text == "10");
}

TEST_CASE("keys and arguments reach the script as they are", "[redis][integration]") {
  script_caller caller("return {KEYS[1], KEYS[2], ARGV[1], #ARGV}");
  std::string const odd("a\0 b\r\n", 6);

  auto const reply = caller.run({"k1", odd}, {odd});

  REQUIRE(reply.has_value());
  REQUIRE(reply->elements.size() == 4);
  CHECK(reply->elements[0].text == "k1");
  CHECK(reply->elements[1].text == odd);
  CHECK(reply->elements[2].text == odd);
  CHECK(reply->elements[3].integer == 1);
}

TEST_CASE("a script that fails is the script's error, in the store's words",
          "[redis][integration]") {
  script_caller caller("return redis.error_reply('ERR no such plan')");

  auto const reply = caller.run({}, {});

  REQUIRE(reply.has_error());
  CHECK(reply.error().code == errc::script_error);
  CHECK_THAT(reply.error().what, Catch::Contains("ERR no such plan"));
}

TEST_CASE("a script that does not compile is the script's error", "[redis][integration]") {
  script_caller caller("return (");

  auto const reply = caller.run({}, {});

  REQUIRE(reply.has_error());
  CHECK(reply.error().code == errc::script_error);
  CHECK_THAT(reply.error().what, Catch::Contains("compiling script"));
}

TEST_CASE("a store that is gone is not the script's error", "[redis][integration]") {
  script_caller caller("return 1");
  caller.server.kill();

  auto const reply = caller.run({}, {});

  REQUIRE(reply.has_error());
  CHECK(reply.error().code == errc::store_unavailable);
}

TEST_CASE("the store computes the same name for a script", "[redis][integration]") {
  script_caller caller("return 'grüße'");

  CHECK(caller.admin.command({"SCRIPT", "LOAD", "return 'grüße'"}).value().text ==
        caller.script.sha());
}

}  // namespace
}  // namespace limitproof
