#include "harness/proxy/passage.hpp"

#include <utility>

#include <boost/asio/write.hpp>

namespace limitproof {

namespace {

constexpr std::size_t most_held = std::size_t{1} << 20;
constexpr std::size_t read_size = std::size_t{16} << 10;

}  // namespace

passage::passage(tcp_socket& from, tcp_socket& to, fault const& way, std::uint64_t seed)
    : from_(from),
      to_(to),
      way_(way),
      seed_(seed),
      buffer_(read_size),
      room_(from.get_executor()),
      turn_(from.get_executor()) {}

asio::awaitable<bool> passage::take() {
  while (!given_up_) {
    if (held_bytes_ >= most_held) {
      room_.expires_at(proxy_time::max());
      co_await room_.async_wait();
      continue;
    }
    auto const [ec, size] = co_await from_.async_read_some(asio::buffer(buffer_));
    if (ec && ec != asio::error::eof) co_return false;
    hold(std::string(buffer_.data(), size), ec == asio::error::eof);
    if (ec == asio::error::eof) co_return true;
  }
  co_return false;
}

asio::awaitable<bool> passage::give() {
  while (!given_up_) {
    auto due = proxy_time::max();
    std::size_t bytes = 0;
    if (!held_.empty()) {
      bytes = bytes_at_once(way_, held_.front().bytes.size());
      due = due_time(held_.front(), bytes, way_, due_before_).value_or(proxy_time::max());
    }
    if (due > std::chrono::steady_clock::now()) {
      turn_.expires_at(due);
      co_await turn_.async_wait();
      continue;
    }
    due_before_ = due;
    if (held_.front().is_end) {
      boost::system::error_code lost;
      to_.shutdown(tcp_socket::shutdown_send, lost);
      co_return !lost;
    }
    auto const written = co_await write(bytes);
    if (!written) co_return false;
  }
  co_return false;
}

asio::awaitable<bool> passage::write(std::size_t bytes) {
  // Out of the queue while it is written, as `take` adds to that meanwhile.
  auto part = held_.front().bytes.substr(0, bytes);
  held_.front().bytes.erase(0, bytes);
  if (held_.front().bytes.empty()) held_.pop_front();
  auto const [ec, written] = co_await asio::async_write(to_, asio::buffer(part), use_result{});
  held_bytes_ -= bytes;
  room_.cancel();
  co_return !ec;
}

void passage::hold(std::string bytes, bool is_end) {
  held_bytes_ += bytes.size();
  held_.push_back(
      {std::move(bytes), std::chrono::steady_clock::now(), splitmix64(seed_, drawn_++), is_end});
  turn_.cancel();
}

void passage::notice() {
  turn_.cancel();
}

void passage::give_up() {
  given_up_ = true;
  room_.cancel();
  turn_.cancel();
}

}  // namespace limitproof
