#include "harness/proxy/proxied_connection.hpp"

#include <utility>

namespace limitproof {

proxied_connection::proxied_connection(tcp_socket client, fault const& way, std::uint64_t seed)
    : client_(std::move(client)),
      store_(client_.get_executor()),
      to_store_(client_, store_, way, splitmix64(seed, 0)),
      to_client_(store_, client_, way, splitmix64(seed, 1)) {}

asio::awaitable<bool> proxied_connection::open(asio::ip::tcp::endpoint store) {
  auto const [ec] = co_await store_.async_connect(store);
  boost::system::error_code lost = ec;
  for (auto* const side : {&client_, &store_})
    if (!lost) side->set_option(asio::ip::tcp::no_delay(true), lost);
  if (lost) reset();
  co_return !lost;
}

asio::awaitable<void> proxied_connection::take_from_client() {
  auto const whole = co_await to_store_.take();
  if (!whole) reset();
}

asio::awaitable<void> proxied_connection::give_to_store() {
  auto const whole = co_await to_store_.give();
  if (!whole) reset();
}

asio::awaitable<void> proxied_connection::take_from_store() {
  auto const whole = co_await to_client_.take();
  if (!whole) reset();
}

asio::awaitable<void> proxied_connection::give_to_client() {
  auto const whole = co_await to_client_.give();
  if (!whole) reset();
}

void proxied_connection::notice() {
  to_store_.notice();
  to_client_.notice();
}

void proxied_connection::reset() {
  close_with_reset(client_);
  close_with_reset(store_);
  to_store_.give_up();
  to_client_.give_up();
}

void close_with_reset(tcp_socket& socket) {
  boost::system::error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace limitproof
