#include "harness/node/http_server.hpp"

#include <algorithm>
#include <utility>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

/// A failed accept (out of descriptors) is tried again after this long.
constexpr auto accept_pause = 50ms;

/// How long cancelled coroutines may take to unwind. Only a store's command ignores cancellation,
/// and its deadline lies within the grace.
constexpr auto unwind_time = 1s;

/// Patience is checked often enough to be exceeded by a quarter at most.
duration sweep_period(session_patience const& patience) {
  return std::min({patience.idle, patience.request, patience.write, patience.linger}) / 4;
}

}  // namespace

http_server::http_server(tcp_acceptor listener, service& desk)
    : listener_(std::move(listener)),
      desk_(desk),
      caretakers_(listener_.get_executor()),
      clients_(listener_.get_executor()) {}

void http_server::start() {
  caretakers_.spawn(accept());
  caretakers_.spawn(sweep());
}

asio::awaitable<void> http_server::stop(duration grace) {
  stopping_ = true;
  boost::system::error_code ignored;
  listener_.close(ignored);
  for (auto& client : sessions_) client.drain();
  auto const drained = co_await clients_.join(grace);
  if (!drained) clients_.cancel();
  caretakers_.cancel();
  auto const clients_ended = co_await clients_.join(unwind_time);
  auto const caretakers_ended = co_await caretakers_.join(unwind_time);
  if (!clients_ended) desk_.log("stopping: " + clients_ended.error().what);
  if (!caretakers_ended) desk_.log("stopping: " + caretakers_ended.error().what);
}

asio::awaitable<void> http_server::accept() {
  while (!stopping_) {
    auto [ec, socket] = co_await listener_.async_accept();
    if (!ec) {
      clients_.spawn(serve(std::move(socket)));
    } else if (!stopping_) {
      steady_timer pause(listener_.get_executor(), accept_pause);
      co_await pause.async_wait();
    }
  }
}

asio::awaitable<void> http_server::serve(tcp_socket socket) {
  boost::system::error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket.non_blocking(true, ignored);
  session client(std::move(socket), desk_);
  sessions_.push_back(client);
  if (stopping_) client.drain();
  co_await client.run();
}

asio::awaitable<void> http_server::sweep() {
  steady_timer timer(listener_.get_executor());
  for (;;) {
    timer.expires_after(sweep_period(desk_.patience));
    auto const [ec] = co_await timer.async_wait();
    if (ec) co_return;
    auto const now = std::chrono::steady_clock::now();
    for (auto& client : sessions_) client.expire(now);
  }
}

}  // namespace limitproof
