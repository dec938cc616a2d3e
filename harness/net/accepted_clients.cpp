#include "harness/net/accepted_clients.hpp"

#include <utility>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

/// Without descriptors left there is nothing to accept until a client has gone.
constexpr auto accept_pause = 50ms;

}  // namespace

accepted_clients::accepted_clients(tcp_acceptor listener, std::size_t most, client_task serve)
    : listener_(std::move(listener)),
      most_(most),
      serve_(std::move(serve)),
      tasks_(listener_.get_executor()) {}

void accepted_clients::start() {
  tasks_.spawn(accept());
}

void accepted_clients::close() {
  boost::system::error_code ignored;
  listener_.close(ignored);
  tasks_.cancel();
}

asio::awaitable<void> accepted_clients::accept() {
  while (listener_.is_open()) {
    auto [ec, socket] = co_await listener_.async_accept();
    // This task is one of the group.
    if (!ec && tasks_.size() <= most_) {
      tasks_.spawn(serve_(std::move(socket)));
    } else if (ec && listener_.is_open()) {
      steady_timer pause(listener_.get_executor(), accept_pause);
      co_await pause.async_wait();
    }
  }
}

}  // namespace limitproof
