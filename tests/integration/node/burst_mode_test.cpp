#include "tests/integration/node/node_process.hpp"
#include "tests/integration/redis_process.hpp"
#include "tests/unit/node/raw_client.hpp"

#include <chrono>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

// 999,999 · 720 ms / 1 h = 199 permits above the limit. The hard limit gives its next permit after
// 3.6 ms, the soft one after an hour.
constexpr auto policies = R"({
  "policies": { "api": { "limits": { "limit": 1, "per": "1h",
                                     "burst_mode": { "hard": 1000000, "for": "720ms" } } } },
  "rules": [{ "policy": "api" }],
  "cost": { "header": "X-Request-Cost", "most": 1000000 } })";

raw_answer ask(raw_client& client, int cost) {
  return client.ask(get("alice", "X-Request-Cost: " + std::to_string(cost) + "\r\n"));
}

/// Until the hard limit has refilled what it takes; the last denial before that goes to `denial`.
raw_answer ask_until_admitted(raw_client& client, int cost, raw_answer* denial = nullptr) {
  auto const give_up_at = std::chrono::steady_clock::now() + 30s;
  for (;;) {
    auto answer = ask(client, cost);
    if (answer.status == 200) return answer;
    REQUIRE(answer.status == 429);
    REQUIRE(std::chrono::steady_clock::now() < give_up_at);
    if (denial) *denial = std::move(answer);
  }
}

}  // namespace

TEST_CASE("the state of a burst mode is told by every answer, whichever limit binds",
          "[integration]") {
  auto const* limiter = GENERATE("redis-token-bucket", "redis-gcra");
  CAPTURE(limiter);
  redis_process const redis;
  temporary_directory folder;
  auto const file = folder.path() / "policies.json";
  std::ofstream(file) << policies;
  node_process const node(limiter,
                          {"--policies",
                           file.string(),
                           "--store",
                           redis.where().host + ":" + std::to_string(redis.where().port),
                           // On a busy machine an answer without the store would tell no state.
                           "--guards",
                           R"({"deadline":"10s"})"});
  raw_client client(node.port());
  auto const state = [](std::string const& told) { return told + ";limit=\"1-per-1h\""; };

  auto const whole_burst = ask(client, 1'000'000);
  auto const above = ask_until_admitted(client, 1);
  raw_answer held_by_hard;
  auto const rest = ask_until_admitted(client, 198, &held_by_hard);
  auto const held_by_soft = ask(client, 1);

  CHECK(whole_burst.status == 200);
  CHECK(whole_burst.header("X-Burst-Mode") == state("resting;left=199"));
  CHECK(above.header("X-Burst-Mode") == state("active;left=198"));
  CHECK(held_by_hard.header("X-Burst-Mode") == state("active;left=198"));
  CHECK(held_by_hard.header("RateLimit-Limit") == "1000000");
  CHECK(rest.header("X-Burst-Mode") == state("spent;left=0"));
  CHECK(held_by_soft.status == 429);
  CHECK(held_by_soft.header("X-Burst-Mode") == state("spent;left=0"));
  CHECK(held_by_soft.header("RateLimit-Limit") == "1000199");
}
