#include "tests/integration/node/node_process.hpp"
#include "tests/integration/redis_process.hpp"
#include "tests/unit/node/raw_client.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

/// The store's deadline is 50 ms; this is generous enough that only a request nobody answers, and
/// that a client would have to give up, exceeds it.
constexpr auto slow = 10s;

std::vector<std::string> with_store(redis_process const& redis, std::string const& rule) {
  return {"--store",
          redis.where().host + ":" + std::to_string(redis.where().port),
          "--on-store-error",
          rule};
}

/// Asks, and checks that the answer did not keep its client waiting.
raw_answer ask_promptly(raw_client& client) {
  auto const asked_at = std::chrono::steady_clock::now();
  auto answer = client.ask(get("alice"));
  CHECK(std::chrono::steady_clock::now() - asked_at < slow);
  return answer;
}

void check_served_degraded(raw_client& client) {
  for (int i = 0; i < 10; ++i) {
    auto const answer = ask_promptly(client);
    CHECK(answer.status == 200);
    CHECK(answer.header("X-Degraded") == "open");
    CHECK(answer.header("RateLimit-Remaining").empty());
  }
}

void check_turned_away(raw_client& client) {
  for (int i = 0; i < 10; ++i) {
    auto const answer = ask_promptly(client);
    CHECK(answer.status == 503);
    CHECK(answer.header("X-Degraded") == "closed");
    CHECK(answer.header("Retry-After") == "1");
  }
}

void await_recovery(raw_client& client) {
  auto const give_up_at = std::chrono::steady_clock::now() + 30s;
  while (!client.ask(get("bob")).header("X-Degraded").empty())
    REQUIRE(std::chrono::steady_clock::now() < give_up_at);
}

}  // namespace

TEST_CASE("two nodes with one store admit the allowance once", "[integration]") {
  redis_process const redis;
  node_process const one("redis-token-bucket", with_store(redis, "closed"));
  node_process const other("redis-token-bucket", with_store(redis, "closed"));
  raw_client to_one(one.port());
  raw_client to_other(other.port());

  int admitted = 0;
  for (int i = 0; i < 20; ++i) {
    auto const answer = (i % 2 == 0 ? to_one : to_other).ask(get("{alice}:*"));
    CHECK(answer.header("X-Degraded").empty());
    CHECK_FALSE(answer.header("X-Decided-At-Us").empty());
    if (answer.status == 200) ++admitted;
  }

  CHECK(admitted == 10);
}

TEST_CASE("nodes whose store dies go on as they were told, and mark it", "[integration]") {
  redis_process redis;
  node_process open("redis-token-bucket", with_store(redis, "open"));
  node_process closed("redis-token-bucket", with_store(redis, "closed"));
  raw_client to_open(open.port());
  raw_client to_closed(closed.port());
  CHECK(to_open.ask(get("alice")).header("RateLimit-Remaining") == "9");
  CHECK(to_closed.ask(get("alice")).header("RateLimit-Remaining") == "8");

  redis.kill();
  check_served_degraded(to_open);
  check_turned_away(to_closed);
  redis.start_again();
  await_recovery(to_open);
  await_recovery(to_closed);
  open.ask_to_stop();
  closed.ask_to_stop();

  CHECK(open.end() == "exit status 0");
  CHECK(closed.end() == "exit status 0");
}

TEST_CASE("nodes whose store hangs answer when its deadline has passed", "[integration]") {
  redis_process redis;
  node_process open("redis-token-bucket", with_store(redis, "open"));
  node_process closed("redis-token-bucket", with_store(redis, "closed"));
  raw_client to_open(open.port());
  raw_client to_closed(closed.port());
  CHECK(to_open.ask(get("alice")).header("X-Degraded").empty());
  CHECK(to_closed.ask(get("alice")).header("X-Degraded").empty());

  redis.freeze();
  check_served_degraded(to_open);
  check_turned_away(to_closed);
  redis.thaw();
  await_recovery(to_open);
  await_recovery(to_closed);
}

TEST_CASE("a node that is stopped answers the request its store has not decided", "[integration]") {
  redis_process redis;
  auto flags = with_store(redis, "closed");
  flags.insert(flags.end(), {"--guards", R"({"deadline":"1s"})"});
  node_process node("redis-token-bucket", flags);
  raw_client idle(node.port());
  raw_client client(node.port());
  CHECK(client.ask(get("alice")).status == 200);

  redis.freeze();
  client.send(get("alice"));
  CHECK(idle.ask("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n").status == 200);
  node.ask_to_stop();
  auto const answer = client.read();

  CHECK(answer.status == 503);
  CHECK(answer.header("Connection") == "close");
  CHECK(node.end() == "exit status 0");
}
