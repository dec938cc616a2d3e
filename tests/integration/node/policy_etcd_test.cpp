#include "tests/integration/node/etcd_process.hpp"
#include "tests/integration/node/node_process.hpp"
#include "tests/unit/node/raw_client.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

constexpr auto key = "limits/policies";

/// Only a hang reaches it.
constexpr auto hang = 30s;

std::string set_of(int limit) {
  return R"({"policies":{"free":{"limits":{"limit":)" + std::to_string(limit) +
         R"(,"per":"1h"}}},"rules":[{"policy":"free"}]})";
}

std::unique_ptr<node_process> node_at(etcd_process const& etcd) {
  return std::make_unique<node_process>(
      "naive", std::vector<std::string>{"--policies-etcd", etcd.url_of(key), "--threads", "2"});
}

std::string limit_of(node_process const& node) {
  return raw_client(node.port()).ask(get("alice")).header("RateLimit-Limit");
}

/// Asks until the node answers by another limit than `old`.
std::string next_limit_of(node_process const& node, std::string const& old) {
  auto const give_up_at = std::chrono::steady_clock::now() + hang;
  for (;;) {
    auto const now = limit_of(node);
    if (now != old) return now;
    REQUIRE(std::chrono::steady_clock::now() < give_up_at);
  }
}

}  // namespace

TEST_CASE("a change of one key reaches three nodes, and a broken one none", "[integration]") {
  etcd_process const etcd;
  etcd.put(key, set_of(7));
  std::vector<std::unique_ptr<node_process>> nodes;
  for (int i = 0; i < 3; ++i) nodes.push_back(node_at(etcd));
  for (auto const& node : nodes) CHECK(limit_of(*node) == "7");

  etcd.put(key, set_of(8));
  for (auto const& node : nodes) CHECK(next_limit_of(*node, "7") == "8");

  etcd.put(key, set_of(0));
  for (auto const& node : nodes) {
    node->await_log("the policies stay as they were: " + etcd.url_of(key) +
                    ": at /policies/free/limits/limit: found 0");
    CHECK(limit_of(*node) == "8");
  }
  etcd.remove(key);
  for (auto const& node : nodes) {
    node->await_log("the policies stay as they were: reading " + etcd.url_of(key) +
                    ": there is no such key");
    CHECK(limit_of(*node) == "8");
  }
  etcd.put(key, set_of(9));
  for (auto const& node : nodes) CHECK(next_limit_of(*node, "8") == "9");

  for (auto const& node : nodes) node->ask_to_stop();
  for (auto const& node : nodes) {
    CHECK(node->end() == "exit status 0");
    CHECK(node->log().find("policy_updates=2 policy_refusals=2\n") != std::string::npos);
  }
}

TEST_CASE("an etcd that is killed and comes back is followed on", "[integration]") {
  etcd_process etcd;
  etcd.put(key, set_of(7));
  auto const node = node_at(etcd);
  CHECK(limit_of(*node) == "7");

  etcd.kill();
  node->await_log("the policies stay as they were until they can be followed again: ");
  CHECK(limit_of(*node) == "7");
  etcd.start_again();
  node->await_log("the policies are followed again: " + etcd.url_of(key));
  CHECK(limit_of(*node) == "7");

  etcd.put(key, set_of(8));
  CHECK(next_limit_of(*node, "7") == "8");
  node->ask_to_stop();
  CHECK(node->end() == "exit status 0");
}

TEST_CASE("a node does not start on a key that is not there, is wrong, or that nobody serves",
          "[integration]") {
  etcd_process etcd;
  auto const missing = node_at(etcd);
  CHECK(missing->end() == "exit status 2");
  CHECK(missing->log() ==
        "limitproof-node: reading " + etcd.url_of(key) + ": there is no such key\n");

  etcd.put(key, "{}");
  auto const wrong = node_at(etcd);
  CHECK(wrong->end() == "exit status 2");
  CHECK(
      wrong->log().find(etcd.url_of(key) + ": at the top level: the key \"policies\" is missing") !=
      std::string::npos);

  etcd.kill();
  auto const unserved = node_at(etcd);
  CHECK(unserved->end() == "exit status 3");
  CHECK(unserved->log() ==
        "limitproof-node: " + etcd.url_of(key) + ": connecting failed: Connection refused\n");
}
