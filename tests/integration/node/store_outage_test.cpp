#include "tests/integration/node/node_process.hpp"
#include "tests/integration/redis_process.hpp"
#include "tests/unit/node/raw_client.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
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
    auto const wait = answer.header("Retry-After");
    CHECK((wait == "1" || wait == "2" || wait == "3"));
  }
}

void await_recovery(raw_client& client) {
  auto const give_up_at = std::chrono::steady_clock::now() + 30s;
  while (!client.ask(get("bob")).header("X-Degraded").empty())
    REQUIRE(std::chrono::steady_clock::now() < give_up_at);
}

/// So many clients, each with one request under way.
class crowd {
 public:
  crowd(std::uint16_t port, std::size_t clients) {
    for (std::size_t i = 0; i < clients; ++i)
      clients_.push_back(std::make_unique<raw_client>(port));
  }

  void send() {
    for (auto& client : clients_) REQUIRE(client->send(get("alice")));
  }

  /// Of each client, in turn.
  std::vector<raw_answer> read() {
    std::vector<raw_answer> answers;
    for (auto& client : clients_) answers.push_back(client->read());
    return answers;
  }

 private:
  std::vector<std::unique_ptr<raw_client>> clients_;
};

/// How many of these answers were made without the store by this rule.
std::size_t degraded_by(std::string const& rule, std::vector<raw_answer> const& answers) {
  return static_cast<std::size_t>(
      std::count_if(answers.begin(), answers.end(), [&](raw_answer const& answer) {
        return answer.header("X-Degraded") == rule;
      }));
}

std::size_t with_status(int status, std::vector<raw_answer> const& answers) {
  return static_cast<std::size_t>(
      std::count_if(answers.begin(), answers.end(), [&](raw_answer const& answer) {
        return answer.status == status;
      }));
}

constexpr std::size_t crowded = 1000;

std::vector<std::string> with_breaker(redis_process const& redis, std::string const& rule) {
  auto flags = with_store(redis, rule);
  // The longest deadline there is: who is answered sooner was not kept waiting for it.
  flags.insert(
      flags.end(),
      {"--guards", R"({"deadline":"10s","breaker":{"failures":5,"slow":"10s","pause":"10ms"}})"});
  return flags;
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

TEST_CASE("a thousand requests under way when the store dies are all answered at once",
          "[integration]") {
  redis_process redis;
  node_process node("redis-token-bucket", with_breaker(redis, "closed"));
  crowd clients(node.port(), crowded);
  raw_client bystander(node.port());
  clients.send();
  CHECK(with_status(200, clients.read()) == 10);

  redis.freeze();
  clients.send();
  CHECK(bystander.ask("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n").status == 200);
  auto const killed_at = std::chrono::steady_clock::now();
  redis.kill();
  auto const under_way = clients.read();
  CHECK(std::chrono::steady_clock::now() - killed_at < slow);
  clients.send();
  auto const afterwards = clients.read();
  redis.start_again();
  await_recovery(bystander);
  clients.send();
  auto const recovered = clients.read();
  node.ask_to_stop();

  CHECK(degraded_by("closed", under_way) == crowded);
  CHECK(degraded_by("closed", afterwards) == crowded);
  CHECK(degraded_by("", recovered) == crowded);
  CHECK(with_status(200, recovered) == 10);
  CHECK(node.end() == "exit status 0");
}

TEST_CASE("nodes that count alone hand out their share once, whoever asks meanwhile",
          "[integration]") {
  redis_process redis;
  auto flags = with_breaker(redis, "local");
  flags.insert(flags.end(), {"--nodes", "2"});
  node_process one("redis-token-bucket", flags);
  node_process other("redis-token-bucket", flags);
  crowd of_one(one.port(), crowded);
  crowd of_other(other.port(), crowded);

  redis.kill();
  for (auto* clients : {&of_one, &of_other}) {
    clients->send();
    auto const answers = clients->read();
    CHECK(degraded_by("local", answers) == crowded);
    CHECK(with_status(200, answers) == 5);
    CHECK(with_status(429, answers) == crowded - 5);
    for (auto const& answer : answers) {
      CHECK(answer.header("Retry-After").empty() == (answer.status == 200));
      CHECK(answer.header("RateLimit-Remaining").empty());
    }
  }
  redis.start_again();
  raw_client bystander(one.port());
  await_recovery(bystander);

  CHECK(bystander.ask(get("alice")).header("RateLimit-Remaining") == "9");
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
