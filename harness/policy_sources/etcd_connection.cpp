#include "harness/policy_sources/etcd_connection.hpp"

#include "harness/codec/address_text.hpp"
#include "harness/codec/json_pointer.hpp"

#include <utility>

#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/version.hpp>

namespace limitproof {

namespace {

namespace http = boost::beast::http;

constexpr std::size_t longest_told = 200;

asio::ip::tcp::endpoint endpoint_of(address const& where) {
  return {asio::ip::make_address_v4(where.host), where.port};
}

http::request<http::string_body> question(address const& where,
                                          std::string const& target,
                                          std::string body) {
  http::request<http::string_body> asked{http::verb::post, target, 11};
  asked.set(http::field::host, to_text(where));
  asked.set(http::field::content_type, "application/json");
  asked.body() = std::move(body);
  asked.prepare_payload();
  return asked;
}

}  // namespace

etcd_connection::etcd_connection(asio::any_io_executor const& executor, etcd_key key)
    : key_(std::move(key)), socket_(executor) {
  watched_.body_limit(boost::none);
}

asio::awaitable<result<etcd_reading>> etcd_connection::read() {
  auto body = encode_etcd_range(key_.key);
  auto const posted = co_await post("/v3/kv/range", std::move(body));
  if (!posted) co_return posted.error();

  http::response_parser<http::string_body> parser;
  parser.body_limit(most_bytes);
  auto const [ec, size] = co_await http::async_read(socket_, buffer_, parser, use_result{});
  if (ec) co_return failed("reading the answer failed: " + ec.message());
  auto const& answer = parser.get();
  if (answer.result() != http::status::ok)
    co_return status_refused(answer.result_int(), answer.body());
  auto reading = decode_etcd_range(answer.body(), to_text(key_) + ": etcd's answer");
  if (!reading) co_return error{errc::io, reading.error().what};
  co_return *std::move(reading);
}

asio::awaitable<result<void>> etcd_connection::watch(std::int64_t first_revision) {
  auto body = encode_etcd_watch(key_.key, first_revision);
  auto const posted = co_await post("/v3/watch", std::move(body));
  if (!posted) co_return posted.error();

  auto const [ec, size] =
      co_await http::async_read_header(socket_, buffer_, watched_, use_result{});
  if (ec) co_return failed("beginning to watch failed: " + ec.message());
  if (watched_.get().result() != http::status::ok)
    co_return status_refused(watched_.get().result_int(), "");
  result<void> const begun;
  co_return begun;
}

asio::awaitable<result<std::vector<etcd_watch_message>>> etcd_connection::next() {
  if (watched_.is_done()) co_return failed("etcd ended the watch");
  auto& body = watched_.get().body();
  body.data = piece_.data();
  body.size = piece_.size();
  auto const [ec, size] = co_await http::async_read_some(socket_, buffer_, watched_, use_result{});
  if (ec && ec != http::error::need_buffer) co_return failed("watching failed: " + ec.message());
  co_return decoded(std::string_view(piece_.data(), piece_.size() - body.size));
}

result<std::vector<etcd_watch_message>> etcd_connection::decoded(std::string_view piece) {
  auto const objects = messages_.feed(piece);
  if (!objects) return failed("watching failed: " + objects.error().what);
  std::vector<etcd_watch_message> messages;
  for (auto const& object : *objects) {
    auto message = decode_etcd_watch(object, to_text(key_) + ": a message of the watch");
    if (!message) return error{errc::io, message.error().what};
    messages.push_back(*std::move(message));
  }
  return messages;
}

asio::awaitable<result<void>> etcd_connection::post(std::string target, std::string body) {
  auto const where = endpoint_of(key_.where);
  auto const [refused] = co_await socket_.async_connect(where);
  if (refused) co_return failed("connecting failed: " + refused.message());
  auto const asked = question(key_.where, target, std::move(body));
  auto const [ec, size] = co_await http::async_write(socket_, asked, use_result{});
  if (ec) co_return failed("asking failed: " + ec.message());
  result<void> const posted;
  co_return posted;
}

error etcd_connection::failed(std::string const& what) const {
  return error{errc::io, to_text(key_) + ": " + what};
}

error etcd_connection::status_refused(unsigned status, std::string const& body) const {
  auto what = "etcd answered with status " + std::to_string(status);
  if (!body.empty()) what += ": " + clipped(body, longest_told);
  return failed(what);
}

}  // namespace limitproof
