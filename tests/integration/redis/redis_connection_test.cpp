#include "harness/redis/redis_connection.hpp"

#include "tests/integration/redis_process.hpp"
#include "tests/unit/net/run_until_done.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;
using kind = redis_reply::kind;
using reply_or_error = result<redis_reply>;

/// Far beyond what a test may take: an answer that comes is not owed to the deadline.
constexpr duration no_deadline = 1h;

struct client {
  explicit client(address where, duration deadline = no_deadline)
      : store(std::make_unique<redis_connection>(loop.get_executor(), where, deadline)) {}

  reply_or_error ask(std::vector<std::string> command) {
    return run_until_done(loop, store->command(std::move(command)));
  }

  /// One ECHO each, all in flight at once.
  std::vector<reply_or_error> ask_echoes(int count) {
    std::vector<asio::awaitable<reply_or_error>> echoes;
    for (int i = 0; i < count; ++i) echoes.push_back(store->command({"ECHO", std::to_string(i)}));
    return run_until_done(loop, std::move(echoes));
  }

  /// Asks until the store answers: for the time after it was away.
  reply_or_error ask_patiently(std::vector<std::string> const& command) {
    auto const patience = std::chrono::steady_clock::now() + 1min;
    auto reply = ask(command);
    while (!reply && std::chrono::steady_clock::now() < patience) reply = ask(command);
    return reply;
  }

  asio::io_context loop{1};
  std::unique_ptr<redis_connection> store;
};

/// Commands whose outcomes are collected while the test does something to the store.
struct in_flight {
  in_flight(client& from, int count) : expected(static_cast<std::size_t>(count)) {
    for (int i = 0; i < count; ++i)
      asio::co_spawn(from.loop,
                     from.store->command({"ECHO", std::to_string(i)}),
                     [this](std::exception_ptr, reply_or_error reply) {
                       outcomes.push_back(std::move(reply));
                     });
    from.loop.restart();
    from.loop.poll();
    REQUIRE(outcomes.empty());
  }

  void await_all(asio::io_context& loop) {
    run_until(loop, [&] { return outcomes.size() == expected; });
  }

  std::size_t expected;
  std::vector<reply_or_error> outcomes;
};

TEST_CASE("a hundred concurrent commands on one connection get their own replies",
          "[redis][integration]") {
  redis_process const server;
  client caller(server.where());

  auto const replies = caller.ask_echoes(100);

  for (std::size_t i = 0; i < replies.size(); ++i) {
    REQUIRE(replies[i].has_value());
    CHECK(replies[i]->text == std::to_string(i));
  }
  auto const connections = caller.ask({"CLIENT", "LIST"});
  REQUIRE(connections.has_value());
  CHECK(std::ranges::count(connections->text, '\n') == 1);
}

TEST_CASE("arguments and replies may hold any bytes", "[redis][integration]") {
  redis_process const server;
  client caller(server.where());
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));

  REQUIRE(caller.ask({"SET", every_byte, every_byte + every_byte}).has_value());
  auto const stored = caller.ask({"GET", every_byte});

  REQUIRE(stored.has_value());
  CHECK(stored->type == kind::string);
  CHECK(stored->text == every_byte + every_byte);
}

TEST_CASE("a value larger than any socket buffer goes there and back", "[redis][integration]") {
  redis_process const server;
  client caller(server.where());
  std::string const large(16 << 20, 'x');

  REQUIRE(caller.ask({"SET", "large", large}).has_value());
  auto const stored = caller.ask({"GET", "large"});

  REQUIRE(stored.has_value());
  CHECK((stored->text == large));
}

TEST_CASE("an error reply is a value and the connection goes on", "[redis][integration]") {
  redis_process const server;
  client caller(server.where());

  auto const refused = caller.ask({"INCR"});
  auto const next = caller.ask({"INCR", "counter"});

  REQUIRE(refused.has_value());
  CHECK(refused->type == kind::error);
  CHECK_THAT(refused->text, Catch::Contains("wrong number of arguments"));
  REQUIRE(next.has_value());
  CHECK(next->integer == 1);
}

TEST_CASE("nil, arrays and nested arrays arrive as such", "[redis][integration]") {
  redis_process const server;
  client caller(server.where());

  auto const nil = caller.ask({"GET", "absent"});
  auto const nested = caller.ask({"EVAL", "return {1, {'two', {3}}, 'four'}", "0"});

  REQUIRE(nil.has_value());
  CHECK(nil->type == kind::nil);
  REQUIRE(nested.has_value());
  REQUIRE(nested->elements.size() == 3);
  CHECK(nested->elements[0].integer == 1);
  CHECK(nested->elements[1].elements.at(0).text == "two");
  CHECK(nested->elements[1].elements.at(1).elements.at(0).integer == 3);
  CHECK(nested->elements[2].text == "four");
}

TEST_CASE("the replies of a pipeline come in the order of its commands", "[redis][integration]") {
  redis_process const server;
  client caller(server.where());
  std::vector<std::vector<std::string>> const commands{
      {"SET", "k", "5"}, {"INCR", "k"}, {"LPUSH", "k", "wrong type"}, {"GET", "k"}};

  auto const replies = run_until_done(caller.loop, caller.store->pipeline(commands));

  REQUIRE(replies.has_value());
  REQUIRE(replies->size() == 4);
  CHECK(replies->at(0).text == "OK");
  CHECK(replies->at(1).integer == 6);
  CHECK(replies->at(2).type == kind::error);
  CHECK(replies->at(3).text == "6");
}

TEST_CASE("late replies of a store that froze are not given to later commands",
          "[redis][integration]") {
  redis_process server;
  client caller(server.where(), 20ms);
  REQUIRE(caller.ask_patiently({"PING"}).has_value());
  server.freeze();
  for (auto const& reply : caller.ask_echoes(50)) {
    REQUIRE(reply.has_error());
    CHECK(reply.error().code == errc::store_unavailable);
    CHECK_THAT(reply.error().what, Catch::EndsWith(": no reply within 20 ms"));
  }

  server.thaw();

  int answered = 0;
  for (int i = 0; i < 50; ++i) {
    auto const mine = "after " + std::to_string(i);
    auto const reply = i == 0 ? caller.ask_patiently({"ECHO", mine}) : caller.ask({"ECHO", mine});
    if (!reply) continue;
    CHECK(reply->text == mine);
    ++answered;
  }
  CHECK(answered > 0);
}

TEST_CASE("a killed store fails every command in flight, long before the deadline",
          "[redis][integration]") {
  redis_process server;
  client caller(server.where());
  REQUIRE(caller.ask({"PING"}).has_value());
  server.freeze();
  in_flight commands(caller, 100);

  server.kill();
  commands.await_all(caller.loop);

  for (auto const& outcome : commands.outcomes) {
    REQUIRE(outcome.has_error());
    CHECK(outcome.error().code == errc::store_unavailable);
    CHECK_THAT(outcome.error().what,
               Catch::StartsWith("redis at 127.0.0.1:" + std::to_string(server.where().port) +
                                 ": connection lost: "));
  }
}

TEST_CASE("a store that is back on its port is found again", "[redis][integration]") {
  redis_process server;
  client caller(server.where());
  REQUIRE(caller.ask({"SET", "k", "before"}).has_value());
  server.freeze();
  in_flight commands(caller, 1);
  server.kill();
  commands.await_all(caller.loop);
  REQUIRE(caller.ask({"PING"}).has_error());

  server.start_again();
  auto const reply = caller.ask_patiently({"GET", "k"});

  REQUIRE(reply.has_value());
  CHECK(reply->type == kind::nil);
}

TEST_CASE("the loss of an idle connection is noticed when it happens", "[redis][integration]") {
  redis_process server;
  client caller(server.where());
  REQUIRE(caller.ask({"PING"}).has_value());

  server.kill();
  caller.loop.run_for(1min);

  // Only the wait for the connection's next byte kept the loop busy.
  REQUIRE(caller.loop.stopped());
  server.start_again();
  CHECK(caller.ask_patiently({"PING"}).has_value());
}

TEST_CASE("destroying a connection fails its commands in flight", "[redis][integration]") {
  redis_process server;
  client caller(server.where());
  REQUIRE(caller.ask({"PING"}).has_value());
  server.freeze();
  in_flight commands(caller, 10);

  caller.store.reset();
  commands.await_all(caller.loop);

  for (auto const& outcome : commands.outcomes) {
    REQUIRE(outcome.has_error());
    CHECK(outcome.error().code == errc::store_unavailable);
    CHECK_THAT(outcome.error().what, Catch::EndsWith("the connection was closed"));
  }
  caller.loop.poll();
  CHECK(caller.loop.stopped());
}

}  // namespace
}  // namespace limitproof
