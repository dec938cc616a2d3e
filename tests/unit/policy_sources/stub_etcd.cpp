#include "tests/unit/policy_sources/stub_etcd.hpp"

#include "harness/model/assert.hpp"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr std::string_view end_of_head = "\r\n\r\n";

std::size_t body_size(std::string const& head) {
  std::string const name = "Content-Length: ";
  return std::stoul(head.substr(head.find(name) + name.size()));
}

stub_answer answered(std::string const& body) {
  return {fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body)};
}

std::string chunked(std::vector<std::string> const& chunks) {
  std::string bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (auto const& chunk : chunks) bytes += fmt::format("{:x}\r\n{}\r\n", chunk.size(), chunk);
  return bytes;
}

}  // namespace

stub_etcd::stub_etcd(asio::io_context& loop, std::vector<stub_answer> answers)
    : listener_(loop, asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      answers_(std::move(answers)),
      clients_(loop.get_executor()) {
  clients_.spawn(accept());
}

address stub_etcd::where() const {
  return address{"127.0.0.1", listener_.local_endpoint().port()};
}

asio::awaitable<void> stub_etcd::accept() {
  for (std::size_t number = 0;; ++number) {
    auto [ec, socket] = co_await listener_.async_accept();
    if (ec) co_return;
    clients_.spawn(serve(std::move(socket), number));
  }
}

asio::awaitable<void> stub_etcd::serve(tcp_socket socket, std::size_t number) {
  std::string text;
  auto buffer = asio::dynamic_buffer(text);
  auto const [no_head, size] =
      co_await asio::async_read_until(socket, buffer, end_of_head, use_result{});
  if (no_head) co_return;
  auto const wanted = size + body_size(text);
  auto const missing = asio::transfer_exactly(wanted - text.size());
  auto const [no_body, more] = co_await asio::async_read(socket, buffer, missing, use_result{});
  if (no_body) co_return;
  auto const target = text.substr(5, text.find(' ', 5) - 5);
  asked_.push_back(target + " " + text.substr(size));

  bool held = true;
  if (number < answers_.size()) {
    held = answers_[number].held;
    auto const bytes = asio::buffer(answers_[number].bytes);
    auto const [ec, written] = co_await asio::async_write(socket, bytes, use_result{});
    if (ec) co_return;
  }
  if (!held) co_return;
  auto const until_closed = asio::transfer_all();
  auto const [ec, rest] = co_await asio::async_read(socket, buffer, until_closed, use_result{});
  LIMITPROOF_ASSERT(ec);
}

stub_answer holds(std::string const& value, int revision) {
  return answered(fmt::format(
      R"({{"header":{{"revision":"{}"}},"kvs":[{{"value":"{}"}}]}})", revision, to_base64(value)));
}

stub_answer holds_nothing(int revision) {
  return answered(fmt::format(R"({{"header":{{"revision":"{}"}}}})", revision));
}

stub_answer watched(std::vector<std::string> const& chunks) {
  return {chunked(chunks) + "0\r\n\r\n"};
}

stub_answer watched_on(std::vector<std::string> const& chunks) {
  return {chunked(chunks), true};
}

std::string put_of(std::string const& value) {
  return fmt::format(R"({{"result":{{"events":[{{"kv":{{"value":"{}"}}}}]}}}})", to_base64(value)) +
         "\n";
}

std::string deletion() {
  return R"({"result":{"events":[{"type":"DELETE","kv":{}}]}})"
         "\n";
}

std::string compacted() {
  return R"({"result":{"canceled":true,"compact_revision":"9"}})"
         "\n";
}

}  // namespace limitproof
