#include "tests/integration/node/node_process.hpp"
#include "tests/integration/redis_process.hpp"
#include "tests/unit/node/raw_client.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

/// What a node says when it has taken over a file, and when it has not.
constexpr auto taken_over = "the policies are those of ";
constexpr auto refused = "the policies stay as they were: ";

/// `free` requests an hour for each client, one login an hour for each address, five searches.
std::string set_of(int free) {
  return R"({
    "policies": {
      "free": { "limits": [ { "limit": )" +
         std::to_string(free) + R"(, "per": "1h" }, { "limit": 1000, "per": "1d" } ] },
      "login": { "limits": { "limit": 1, "per": "1h" }, "limiter": "naive" },
      "search": { "limits": { "limit": 5, "per": "1h" }, "limiter": "redis-sliding-log" }
    },
    "identity": { "forwarded_for": { "trusted_hops": 1 } },
    "rules": [
      { "path": "/login", "methods": ["POST"], "policy": "login", "by": "address" },
      { "path": "/search/*", "policy": "search" },
      { "policy": "free" }
    ],
    "cost": { "header": "X-Request-Cost", "most": 100 },
    "check_endpoint": true
  })";
}

void write(std::filesystem::path const& file, std::string const& text) {
  std::ofstream(file) << text;
}

/// As editors and deployments do: never half a file under its name.
void replace(std::filesystem::path const& file, std::string const& text) {
  auto const draft = file.string() + ".new";
  write(draft, text);
  std::filesystem::rename(draft, file);
}

std::string ask(std::string const& line, std::string const& more = "X-Api-Key: alice\r\n") {
  return line + " HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.1\r\n" + more + "\r\n";
}

/// A node with a store of its own, which it waits for however busy the machine is, that follows a
/// file.
struct following_node {
  explicit following_node(std::filesystem::path const& file)
      : node("redis-token-bucket",
             {"--store",
              store.where().host + ":" + std::to_string(store.where().port),
              "--policies",
              file.string(),
              "--guards",
              R"({"deadline":"10s"})",
              "--threads",
              "2"}) {}

  redis_process store;
  node_process node;
};

}  // namespace

TEST_CASE("a node answers each request by the policy that its file chooses", "[integration]") {
  temporary_directory folder;
  auto const file = folder.path() / "policies.json";
  write(file, set_of(7));
  following_node const up(file);
  raw_client client(up.node.port());

  auto const home = client.ask(ask("GET /"));
  CHECK(home.status == 200);
  CHECK(home.header("X-Policy") == "free");
  CHECK(home.header("RateLimit-Limit") == "7");
  CHECK(client.ask(ask("GET /search/a?q=1")).header("X-Policy") == "search");

  auto const login = client.ask(ask("POST /login"));
  CHECK(login.status == 200);
  CHECK(login.header("X-Policy") == "login");
  auto const respelled = client.ask(ask("POST //%6Cogin/", "X-Api-Key: bob\r\n"));
  CHECK(respelled.status == 429);
  CHECK(respelled.body.find("The allowance of 1 requests per 1h is used up.") != std::string::npos);

  CHECK(client.ask(ask("GET /", "X-Request-Cost: 6\r\nX-Api-Key: bob\r\n")).status == 200);
  CHECK(client.ask(ask("GET /", "X-Request-Cost: 2\r\nX-Api-Key: bob\r\n")).status == 429);
  CHECK(client.ask(ask("GET /", "")).header("X-Policy") == "free");
}

TEST_CASE("no store is needed to refuse a cost or a path", "[integration]") {
  temporary_directory folder;
  auto const file = folder.path() / "policies.json";
  write(file, set_of(7));
  following_node up(file);
  raw_client client(up.node.port());
  up.store.kill();

  CHECK(client.ask(ask("GET /")).header("X-Degraded") == "open");
  auto const refusal_of = [&client](std::string const& request) {
    auto const answer = client.ask(request);
    CHECK(answer.status == 400);
    return answer.header("X-Not-Charged");
  };
  CHECK(refusal_of(ask("GET /", "X-Api-Key: a\r\nX-Request-Cost: 8\r\n")) == "cost");
  CHECK(refusal_of(ask("GET /", "X-Api-Key: a\r\nX-Request-Cost: -1\r\n")) == "bad-cost");
  CHECK(refusal_of(ask("GET /a%2Fb")) == "ambiguous-target");
  CHECK(refusal_of(ask("GET /check?user=a")) == "bad-check-query");
  CHECK(refusal_of("GET / HTTP/1.1\r\nHost: h\r\n\r\n") == "bad-forwarded-for");
  CHECK(refusal_of(ask("GET /", "X-Api-Key: a\r\nX-Api-Key: b\r\n")) == "api-key-repeated");
}

TEST_CASE("a check answers as the client it names would be answered", "[integration]") {
  temporary_directory folder;
  auto const file = folder.path() / "policies.json";
  write(file, set_of(3));
  following_node const up(file);
  raw_client gateway(up.node.port());
  auto const check = [&gateway](std::string const& query) {
    return gateway.ask(ask("GET /check?" + query, ""));
  };

  auto const look = check("user_id=carol&cost=0");
  CHECK(look.status == 200);
  CHECK(look.header("RateLimit-Remaining") == "3");
  CHECK(check("api_key=carol&cost=3").status == 200);
  auto const denied = check("user_id=carol");
  CHECK(denied.status == 429);
  CHECK(denied.header("X-Policy") == "free");
  CHECK_FALSE(denied.header("Retry-After").empty());
  CHECK(gateway.ask(ask("GET /", "X-Api-Key: carol\r\n")).status == 429);
  CHECK(check("user_id=carol&resource=%2Fsearch").header("X-Policy") == "search");
  CHECK(check("user_id=dave&cost=4").header("X-Not-Charged") == "cost");
}

TEST_CASE("a node takes over a changed file between two requests, and what was counted stays",
          "[integration]") {
  temporary_directory folder;
  auto const file = folder.path() / "policies.json";
  write(file, set_of(7));
  following_node up(file);
  raw_client client(up.node.port());
  CHECK(client.ask(ask("GET /")).header("RateLimit-Remaining") == "6");
  CHECK(client.ask(ask("POST /login")).status == 200);

  replace(file, set_of(5));
  up.node.await_log(taken_over);

  CHECK(client.ask(ask("GET /")).header("RateLimit-Limit") == "5");
  CHECK(client.ask(ask("POST /login")).status == 429);

  replace(file, R"({"policies":{"free":{"limits":{"limit":0,"per":"1s"}}}})");
  up.node.await_log(refused);
  CHECK(client.ask(ask("GET /")).header("RateLimit-Limit") == "5");

  up.node.ask_to_stop();
  CHECK(up.node.end() == "exit status 0");
  auto const log = up.node.log();
  CHECK(log.find("at /policies/free/limits/limit: found 0") != std::string::npos);
  CHECK(log.find("policy_updates=1 policy_refusals=1\n") != std::string::npos);
}

TEST_CASE("a node follows a mounted file whose link is swapped", "[integration]") {
  namespace fs = std::filesystem;
  temporary_directory folder;
  for (auto const* version : {"first", "second"}) fs::create_directory(folder.path() / version);
  write(folder.path() / "first/policies.json", set_of(7));
  write(folder.path() / "second/policies.json", set_of(5));
  fs::create_symlink("first", folder.path() / "..data");
  fs::create_symlink("..data/policies.json", folder.path() / "policies.json");
  following_node const up(folder.path() / "policies.json");
  raw_client client(up.node.port());
  CHECK(client.ask(ask("GET /")).header("RateLimit-Limit") == "7");

  fs::create_symlink("second", folder.path() / "..data_tmp");
  fs::rename(folder.path() / "..data_tmp", folder.path() / "..data");
  up.node.await_log(taken_over);

  CHECK(client.ask(ask("GET /")).header("RateLimit-Limit") == "5");
}

TEST_CASE("a node does not start with policies it cannot keep", "[integration]") {
  temporary_directory folder;
  auto const file = folder.path() / "policies.json";
  auto const told = [&file](std::string const& text) {
    write(file, text);
    node_process const node("naive", {"--policies", file.string()});
    CHECK(node.end() == "exit status 2");
    return node.log();
  };

  CHECK(told(set_of(0)).find("policies.json: at /policies/free/limits/0/limit: found 0") !=
        std::string::npos);
  CHECK(told(set_of(7)).find("at /policies/search: the limiter redis-sliding-log keeps its count "
                             "in a store: give --store") != std::string::npos);
  auto const unknown = told(R"({"policies":{"a":{"limits":{"limit":1,"per":"1s"},"limiter":"b"}},
                                "rules":[{"policy":"a"}]})");
  CHECK(unknown.find("at /policies/a: reading ") != std::string::npos);
  CHECK(told(R"({"policies":{"a":{"limits":{"limit":9,"per":"1s","burst":2}}},
                 "rules":[{"policy":"a","cost":9}]})")
            .find("at /rules/0/cost: found 9, and the policy a never has more than 2") !=
        std::string::npos);
  std::filesystem::remove(file);
  node_process const missing("naive", {"--policies", file.string()});
  CHECK(missing.end() == "exit status 2");
}
