#include "harness/proxy/fault_proxy.hpp"

#include "harness/model/splitmix64.hpp"

#include <chrono>
#include <memory>
#include <tuple>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

/// A failed accept (out of descriptors) is tried again after this long.
constexpr auto accept_pause = 50ms;
constexpr auto unwind_time = 1s;

}  // namespace

asio::ip::tcp::endpoint endpoint_of(address const& where) {
  return {asio::ip::make_address_v4(where.host), where.port};
}

address address_of(tcp_acceptor const& listener) {
  auto const local = listener.local_endpoint();
  return {local.address().to_string(), local.port()};
}

fault_proxy::fault_proxy(asio::io_context& loop,
                         address const& where,
                         address const& store,
                         std::uint64_t seed)
    : store_(endpoint_of(store)),
      seed_(seed),
      way_{.action = fault_action::heal, .target = {}},
      listener_(loop, endpoint_of(where)),
      accepting_(loop.get_executor()),
      carrying_(loop.get_executor()) {}

address fault_proxy::where() const {
  return address_of(listener_);
}

void fault_proxy::start() {
  accepting_.spawn(accept());
}

void fault_proxy::set(fault const& way) {
  way_ = way;
  for (auto* const connection : open_)
    if (way_.action == fault_action::reset)
      connection->reset();
    else
      connection->notice();
}

asio::awaitable<void> fault_proxy::stop() {
  boost::system::error_code ignored;
  listener_.close(ignored);
  for (auto* const connection : open_) connection->reset();
  // Nothing they wait for outlives the sockets, so both end at once.
  std::ignore = co_await accepting_.join(unwind_time);
  std::ignore = co_await carrying_.join(unwind_time);
}

asio::awaitable<void> fault_proxy::accept() {
  while (listener_.is_open()) {
    auto [ec, client] = co_await listener_.async_accept();
    if (ec && listener_.is_open()) {
      steady_timer pause(listener_.get_executor(), accept_pause);
      co_await pause.async_wait();
    } else if (!ec && way_.action == fault_action::reset) {
      close_with_reset(client);
    } else if (!ec) {
      carrying_.spawn(carry(std::move(client)));
    }
  }
}

asio::awaitable<void> fault_proxy::carry(tcp_socket client) {
  auto const connection =
      std::make_unique<proxied_connection>(std::move(client), way_, splitmix64(seed_, accepted_++));
  auto const listed = open_.insert(open_.end(), connection.get());
  auto const open = co_await connection->open(store_);
  if (open) {
    using namespace asio::experimental::awaitable_operators;
    co_await (connection->take_from_client() && connection->give_to_store() &&
              connection->take_from_store() && connection->give_to_client());
  }
  open_.erase(listed);
}

}  // namespace limitproof
