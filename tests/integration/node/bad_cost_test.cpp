#include "tests/integration/node/node_process.hpp"
#include "tests/integration/redis_process.hpp"
#include "tests/unit/node/raw_client.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

/// Every client has 7 permits an hour, and costs of up to 100 are well-formed.
constexpr auto policies = R"({
  "policies": { "all": { "limits": [ { "limit": 7, "per": "1h" }, { "limit": 50, "per": "1d" } ] } },
  "rules": [ { "policy": "all" } ],
  "cost": { "header": "X-Request-Cost", "most": 100 },
  "check_endpoint": true
})";

/// Each guard by itself, the longest wait for a store there is, and all of them at once.
std::vector<std::string> const guards{
    R"({"deadline":"10s"})",
    R"({"breaker":{"failures":1,"slow":"10s","pause":"1m"}})",
    R"({"deny_cache":true})",
    R"({"leases":{"permits":2,"lasts":"1m"}})",
    R"({"retry_jitter":"1s"})",
    R"({"breaker":{"failures":1,"slow":"10s","pause":"1m"},"deny_cache":true,
        "leases":{"permits":2,"lasts":"1m"},"retry_jitter":"1s"})"};

/// A node with one of those guards, and one client of it.
struct guarded_node {
  guarded_node(redis_process const& store,
               std::filesystem::path const& file,
               std::string const& guard,
               std::string const& rule)
      : name(rule + ", " + guard),
        waits(guard == guards.front()),
        node("redis-token-bucket",
             {"--store",
              store.where().host + ":" + std::to_string(store.where().port),
              "--policies",
              file.string(),
              "--guards",
              guard,
              "--on-store-error",
              rule}),
        client(node.port()) {}

  std::string name;
  bool waits;  ///< for longer than a test would
  node_process node;
  raw_client client;
};

std::string priced(std::string const& cost) {
  return "GET / HTTP/1.1\r\nHost: h\r\nX-Api-Key: alice\r\nX-Request-Cost: " + cost + "\r\n\r\n";
}

std::string check_of(std::string const& cost) {
  return "GET /check?user_id=alice&cost=" + cost + " HTTP/1.1\r\nHost: h\r\n\r\n";
}

/// Requests that nobody can admit, and what each is refused for.
std::vector<std::pair<std::string, std::string>> const impossible{
    {priced("8"), "cost"},
    {priced("51"), "cost"},
    {priced("101"), "bad-cost"},
    {priced("-1"), "bad-cost"},
    {priced("0"), "bad-cost"},
    {priced("2x"), "bad-cost"},
    {priced("0x2"), "bad-cost"},
    {priced("1.5"), "bad-cost"},
    {priced("1e1"), "bad-cost"},
    {priced("nan"), "bad-cost"},
    {priced("18446744073709551617"), "bad-cost"},
    {priced(""), "bad-cost"},
    {priced("1\r\nX-Request-Cost: 1"), "bad-cost"},
    {check_of("8"), "cost"},
    {check_of("-1"), "bad-cost"},
    {check_of("many"), "bad-cost"}};

void check_refuses(guarded_node& asked) {
  INFO(asked.name);
  for (auto const& [request, why] : impossible) {
    INFO(request);
    auto const answer = asked.client.ask(request);
    CHECK(answer.status == 400);
    CHECK(answer.header("X-Not-Charged") == why);
    CHECK(answer.header("X-Degraded").empty());
  }
}

}  // namespace

TEST_CASE("a cost that nobody can admit is the client's fault whatever the store does",
          "[integration]") {
  temporary_directory folder;
  auto const file = folder.path() / "policies.json";
  std::ofstream(file) << policies;
  redis_process store;
  std::vector<std::unique_ptr<guarded_node>> nodes;
  for (auto const* rule : {"open", "closed", "local"})
    for (auto const& guard : guards)
      nodes.push_back(std::make_unique<guarded_node>(store, file, guard, rule));

  for (auto& asked : nodes) check_refuses(*asked);
  CHECK(nodes.front()->client.ask(priced("7")).status == 200);

  store.freeze();
  for (auto& asked : nodes) {
    INFO(asked->name);
    // A breaker is open from here on.
    if (!asked->waits) CHECK_FALSE(asked->client.ask(priced("1")).header("X-Degraded").empty());
    check_refuses(*asked);
  }

  store.kill();
  for (auto& asked : nodes) {
    CHECK_FALSE(asked->client.ask(priced("1")).header("X-Degraded").empty());
    check_refuses(*asked);
  }
}
