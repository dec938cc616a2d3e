#include "harness/net/with_deadline.hpp"

#include "tests/unit/net/run_until_done.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

asio::awaitable<result<std::string>> answer_after(duration wait, result<std::string> answer) {
  auto const executor = co_await asio::this_coro::executor;
  steady_timer timer(executor, wait);
  auto const [ec] = co_await timer.async_wait();
  if (ec) co_return error{errc::io, ec.message()};
  co_return answer;
}

struct set_at_end {
  bool* flag;

  ~set_at_end() { *flag = true; }
};

asio::awaitable<result<std::string>> answer_never(bool* ended) {
  set_at_end const mark{ended};
  result<std::string> const too_late("too late");
  auto answer = co_await answer_after(1h, too_late);
  co_return answer;
}

asio::awaitable<std::tuple<boost::system::error_code, std::size_t>> read_with_deadline(
    duration deadline, tcp_socket* socket, asio::mutable_buffer buffer) {
  auto read = socket->async_read_some(buffer);
  auto outcome = co_await with_deadline(std::move(read), deadline);
  co_return outcome;
}

struct socket_pair {
  explicit socket_pair(asio::io_context& loop) : client(loop), server(loop) {
    asio::ip::tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
    client.connect(acceptor.local_endpoint());
    acceptor.accept(server);
  }

  tcp_socket client, server;
};

TEST_CASE("an answer within the deadline is passed on and the timer is gone", "[net]") {
  asio::io_context loop(1);

  auto const answer = run_until_done(loop, with_deadline(answer_after(0s, std::string("yes")), 1h));

  REQUIRE(answer.has_value());
  CHECK(*answer == "yes");
  loop.poll();
  CHECK(loop.stopped());
}

TEST_CASE("an error within the deadline is passed on unchanged", "[net]") {
  asio::io_context loop(1);

  auto const answer = run_until_done(
      loop, with_deadline(answer_after(0s, error{errc::bad_file, "no such file"}), 1h));

  REQUIRE(answer.has_error());
  CHECK(answer.error().code == errc::bad_file);
  CHECK(answer.error().what == "no such file");
}

TEST_CASE("an operation that misses its deadline is stopped and reported as timed out", "[net]") {
  asio::io_context loop(1);
  bool ended = false;

  auto const answer = run_until_done(loop, with_deadline(answer_never(&ended), 1ms));

  REQUIRE(answer.has_error());
  CHECK(answer.error().code == errc::timed_out);
  CHECK(ended);
}

TEST_CASE("a caller cancelled while it waits is told so, and not that time ran out", "[net]") {
  asio::io_context loop(1);
  asio::cancellation_signal cancel;
  bool ended = false;
  std::optional<result<std::string>> answer;
  auto race = [](bool* flag, std::optional<result<std::string>>* out) -> asio::awaitable<void> {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto endless = answer_never(flag);
    auto raced = co_await with_deadline(std::move(endless), 1h);
    *out = std::move(raced);
  };

  asio::co_spawn(loop,
                 race(&ended, &answer),
                 asio::bind_cancellation_slot(cancel.slot(), [](std::exception_ptr) {}));
  loop.poll();
  cancel.emit(asio::cancellation_type::terminal);
  loop.run_for(1min);

  REQUIRE(answer.has_value());
  REQUIRE(answer->has_error());
  CHECK(answer->error().code == errc::interrupted);
  CHECK(ended);
}

TEST_CASE("a socket operation keeps its error code and byte count", "[net]") {
  asio::io_context loop(1);
  socket_pair pair(loop);
  std::string buffer(16, '\0');
  asio::write(pair.server, asio::buffer("12345", 5));

  auto const [ec, bytes] =
      run_until_done(loop, read_with_deadline(1h, &pair.client, asio::buffer(buffer)));

  CHECK(!ec);
  CHECK(bytes == 5);
}

TEST_CASE("a socket operation that misses its deadline ends with asio's timed_out", "[net]") {
  asio::io_context loop(1);
  socket_pair pair(loop);
  std::string buffer(16, '\0');

  auto const [ec, bytes] =
      run_until_done(loop, read_with_deadline(1ms, &pair.client, asio::buffer(buffer)));

  CHECK(ec == asio::error::timed_out);
  CHECK(bytes == 0);
}

TEST_CASE("a socket is usable again after a read that missed its deadline", "[net]") {
  asio::io_context loop(1);
  socket_pair pair(loop);
  std::string buffer(16, '\0');
  auto const missed =
      run_until_done(loop, read_with_deadline(1ms, &pair.client, asio::buffer(buffer)));
  REQUIRE(std::get<0>(missed) == asio::error::timed_out);
  asio::write(pair.server, asio::buffer("later", 5));

  auto const [ec, bytes] =
      run_until_done(loop, read_with_deadline(1h, &pair.client, asio::buffer(buffer)));

  CHECK(!ec);
  CHECK(buffer.substr(0, bytes) == "later");
}

}  // namespace
}  // namespace limitproof
