#include "harness/redis/blocking_redis.hpp"
#include "harness/redis/redis_connection.hpp"
#include "tests/unit/net/run_until_done.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <catch2/catch.hpp>
#include <sys/socket.h>

// Stores that are no Redis: sockets that refuse, hang up, keep silent or talk nonsense.
namespace limitproof {
namespace {

using namespace std::chrono_literals;
using tcp = asio::ip::tcp;

tcp::endpoint const any_port(asio::ip::address_v4::loopback(), 0);

address address_of(tcp::acceptor const& acceptor) {
  return {.port = acceptor.local_endpoint().port()};
}

/// Bound and not listening: nobody else can get the port, and connecting to it is refused.
struct refusing_port {
  explicit refusing_port(asio::io_context& loop) : acceptor(loop, tcp::v4()) {
    acceptor.bind(any_port);
  }

  tcp::acceptor acceptor;
};

/// A listener whose queue is full, so that the kernel leaves further connects unanswered.
struct full_queue {
  explicit full_queue(asio::io_context& loop) : acceptor(loop, tcp::v4()) {
    acceptor.bind(any_port);
    acceptor.listen(0);
    auto const where = acceptor.local_endpoint();
    for (int i = 0; i < 8; ++i) {
      auto& client = clients.emplace_back(loop, tcp::v4());
      client.non_blocking(true);
      // Not asio's connect, which waits for the outcome even here.
      ::connect(client.native_handle(), where.data(), static_cast<socklen_t>(where.size()));
    }
  }

  tcp::acceptor acceptor;
  std::vector<tcp::socket> clients;
};

result<redis_reply> ask(asio::io_context& loop, redis_connection& store) {
  return run_until_done(loop, store.command({"PING"}));
}

TEST_CASE("a refused connection is an error at once, with the address in it", "[redis]") {
  asio::io_context loop(1);
  refusing_port const port(loop);
  auto const where = address_of(port.acceptor);
  redis_connection store(loop.get_executor(), where, 1h);

  auto const reply = ask(loop, store);

  REQUIRE(reply.has_error());
  CHECK(reply.error().code == errc::store_unavailable);
  CHECK(reply.error().what == "redis at 127.0.0.1:" + std::to_string(where.port) +
                                  ": cannot connect: Connection refused");
}

TEST_CASE("connecting takes no longer than the deadline of a command", "[redis]") {
  asio::io_context loop(1);
  full_queue const queue(loop);
  redis_connection store(loop.get_executor(), address_of(queue.acceptor), 5ms);

  auto const reply = ask(loop, store);

  REQUIRE(reply.has_error());
  CHECK(reply.error().code == errc::store_unavailable);
  CHECK_THAT(reply.error().what, Catch::EndsWith(": no connection within 5 ms"));
}

TEST_CASE("a store that keeps silent is given up at the deadline", "[redis]") {
  asio::io_context loop(1);
  tcp::acceptor const acceptor(loop, any_port);
  redis_connection store(loop.get_executor(), address_of(acceptor), 5ms);

  std::vector<asio::awaitable<result<redis_reply>>> commands;
  for (int i = 0; i < 3; ++i) commands.push_back(store.command({"PING"}));
  auto const replies = run_until_done(loop, std::move(commands));

  for (auto const& reply : replies) {
    REQUIRE(reply.has_error());
    CHECK(reply.error().code == errc::store_unavailable);
    CHECK_THAT(reply.error().what, Catch::EndsWith(": no reply within 5 ms"));
  }
}

TEST_CASE("a connection that leaves ten thousand commands unanswered is dropped", "[redis]") {
  asio::io_context loop(1);
  tcp::acceptor acceptor(loop, any_port);
  redis_connection store(loop.get_executor(), address_of(acceptor), 5ms);
  std::vector<std::vector<std::string>> const many(10'001, {"PING"});
  auto pipeline = store.pipeline(many);
  REQUIRE(run_until_done(loop, std::move(pipeline)).has_error());

  auto server = acceptor.accept();
  std::string received;
  boost::system::error_code end;
  asio::async_read(server,
                   asio::dynamic_buffer(received),
                   [&](boost::system::error_code ec, std::size_t) { end = ec; });
  run_until(loop, [&] { return end.failed(); });

  CHECK(end == asio::error::eof);
}

TEST_CASE("a store that hangs up is tried again every 100 ms and not more often", "[redis]") {
  asio::io_context loop(1);
  tcp::acceptor acceptor(loop, any_port);
  redis_connection store(loop.get_executor(), address_of(acceptor), 1h);
  acceptor.non_blocking(true);
  auto const began = std::chrono::steady_clock::now();
  int accepted = 0;
  int failed = 0;

  while (accepted < 3) {
    std::optional<result<redis_reply>> reply;
    auto keep = [&](std::exception_ptr, result<redis_reply> r) { reply = std::move(r); };
    asio::co_spawn(loop, store.command({"PING"}), keep);
    loop.restart();
    while (!reply) {
      loop.poll();
      boost::system::error_code ec;
      tcp::socket const hung_up = acceptor.accept(ec);
      if (!ec) ++accepted;
    }
    if (!reply->has_error()) FAIL("a store that hung up cannot have answered");
    ++failed;
  }

  CHECK(std::chrono::steady_clock::now() - began >= 200ms);
  CHECK(failed > accepted);
}

TEST_CASE("a store that talks nonsense loses the connection and nothing else", "[redis]") {
  asio::io_context loop(1);
  tcp::acceptor acceptor(loop, any_port);
  redis_connection store(loop.get_executor(), address_of(acceptor), 1h);
  auto speak = [](tcp::acceptor* listener) -> asio::awaitable<result<redis_reply>> {
    auto socket = co_await listener->async_accept(asio::use_awaitable);
    std::string const nonsense = "HTTP/1.1 400 Bad Request\r\n\r\n";
    co_await socket.async_send(asio::buffer(nonsense), asio::use_awaitable);
    co_return redis_reply{};
  };
  std::vector<asio::awaitable<result<redis_reply>>> both;
  both.push_back(store.command({"PING"}));
  both.push_back(speak(&acceptor));

  auto const replies = run_until_done(loop, std::move(both));

  REQUIRE(replies[0].has_error());
  CHECK(replies[0].error().code == errc::store_unavailable);
  CHECK_THAT(replies[0].error().what, Catch::Contains("Protocol error"));
}

TEST_CASE("a closed connection fails its commands without a connect", "[redis]") {
  asio::io_context loop(1);
  redis_connection store(loop.get_executor(), {.port = 1}, 1h);
  store.close();

  auto const reply = ask(loop, store);

  REQUIRE(reply.has_error());
  CHECK(reply.error().what == "redis at 127.0.0.1:1: the connection was closed");
}

TEST_CASE("a command not started before its connection is gone fails", "[redis]") {
  asio::io_context loop(1);
  std::optional<redis_connection> store;
  store.emplace(loop.get_executor(), address{.port = 1}, 1h);
  auto command = store->command({"PING"});
  store.reset();

  auto const reply = run_until_done(loop, std::move(command));

  REQUIRE(reply.has_error());
  CHECK(reply.error().code == errc::store_unavailable);
}

TEST_CASE("a loop may end with commands still in flight", "[redis]") {
  asio::io_context loop(1);
  tcp::acceptor const acceptor(loop, any_port);
  bool told = false;
  redis_connection store(loop.get_executor(), address_of(acceptor), 1h);

  for (int i = 0; i < 10; ++i)
    asio::co_spawn(loop, store.command({"PING"}), [&](std::exception_ptr, result<redis_reply>) {
      told = true;
    });
  for (int i = 0; i < 10; ++i) loop.poll();

  CHECK(!told);
}

TEST_CASE("the blocking client names the address it could not reach", "[redis]") {
  asio::io_context loop(1);
  refusing_port const port(loop);
  auto const where = address_of(port.acceptor);
  blocking_redis store(where, 1s);

  auto const reply = store.command({"PING"});

  REQUIRE(reply.has_error());
  CHECK(reply.error().code == errc::store_unavailable);
  CHECK(reply.error().what ==
        "connecting to redis at 127.0.0.1:" + std::to_string(where.port) + ": Connection refused");
}

TEST_CASE("the blocking client gives up a store that keeps silent", "[redis]") {
  asio::io_context loop(1);
  tcp::acceptor const acceptor(loop, any_port);
  blocking_redis store(address_of(acceptor), 5ms);

  auto const reply = store.command({"PING"});

  REQUIRE(reply.has_error());
  CHECK(reply.error().code == errc::store_unavailable);
  CHECK_THAT(reply.error().what, Catch::StartsWith("sending PING to redis at 127.0.0.1:"));
  CHECK_THAT(reply.error().what, Catch::EndsWith(": no answer within 5 ms"));
}

}  // namespace
}  // namespace limitproof
