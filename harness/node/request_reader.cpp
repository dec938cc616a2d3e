#include "harness/node/request_reader.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

namespace limitproof {

namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

refusal refusal_for(beast::error_code const& ec) {
  if (ec == http::error::header_limit) return refusal::head_too_large;
  if (ec == http::error::body_limit) return refusal::body_too_large;
  if (ec == http::error::bad_value) return refusal::bad_header_value;
  return refusal::malformed_request;
}

/// Clients of old send an empty line after a body; RFC 9112 section 2.2 asks servers to ignore it.
std::size_t size_of_empty_lines(boost::asio::const_buffer bytes) {
  auto const* text = static_cast<char const*>(bytes.data());
  std::size_t size = 0;
  while (size + 2 <= bytes.size() && text[size] == '\r' && text[size + 1] == '\n') size += 2;
  return size;
}

}  // namespace

request_reader::request_reader(bool keeps_head) : keeps_head_(keeps_head) {
  header_limit(static_cast<std::uint32_t>(largest_head));
  body_limit(std::uint64_t{largest_body});
}

std::size_t request_reader::feed(boost::asio::const_buffer bytes) {
  std::size_t taken = started() ? 0 : size_of_empty_lines(bytes);
  while (state_ == progress::need_more && bytes.size() - taken >= least_part()) {
    auto const part = feed_part(bytes + taken);
    if (part == 0) break;
    taken += part;
  }
  return taken;
}

/// How many bytes must be there for a step. Two at the start: one could be half an empty line. Five
/// for a first chunk, the least chunked body being "0\r\n\r\n": Beast before 1.86 aborts when that
/// comes in smaller pieces (boostorg/beast #2861).
std::size_t request_reader::least_part() const {
  if (!started()) return 2;
  return head_done_ && chunked() && !chunk_seen_ ? 5 : 1;
}

/// One step of Beast's parser: the head, or a piece of the body.
std::size_t request_reader::feed_part(boost::asio::const_buffer bytes) {
  error_code ec;
  bool const in_head = !head_done_;
  auto const taken = put(bytes, ec);
  if (in_head) head_bytes_ += taken;

  // Beast bounds one line, not their sum, and neither chunk extensions nor trailers.
  auto const pending = ec == http::error::need_more ? bytes.size() - taken : 0;
  auto const held = in_head ? head_bytes_ + pending : pending;
  if (ec && ec != http::error::need_more)
    refuse(refusal_for(ec));
  else if (held > largest_head)
    refuse(refusal::head_too_large);
  else if (foreign_coding_ && head_done_)
    refuse(refusal::bad_transfer_coding);
  else if (is_done())
    state_ = progress::complete;
  return taken;
}

void request_reader::refuse(refusal why) {
  state_ = progress::refused;
  why_ = why;
}

void request_reader::on_request_impl(
    verb method, string_view method_text, string_view target, int version, error_code& ec) {
  ec = {};
  if (keeps_head_) {
    facts_.asked.method.assign(method_text.data(), method_text.size());
    facts_.asked.target.assign(target.data(), target.size());
  }
  facts_.head = method == verb::head;
  facts_.connect = method == verb::connect;
  facts_.health = target == "/healthz";
  facts_.http_1_0 = version == 10;
}

void request_reader::on_field_impl(field name,
                                   string_view text,
                                   string_view value,
                                   error_code& ec) {
  ec = {};
  if (head_done_) return;  // a trailer
  if (name == field::host) {
    ++facts_.host_lines;
  } else if (name == field::transfer_encoding) {
    if (facts_.http_1_0 || !beast::iequals(value, "chunked")) foreign_coding_ = true;
  } else if (name == field::expect) {
    facts_.expects_continue = !facts_.http_1_0 && beast::iequals(value, "100-continue");
  } else if (name == field::unknown && beast::iequals(text, "X-Api-Key")) {
    if (facts_.api_key_lines++ == 0) facts_.api_key.assign(value.data(), value.size());
  } else if (keeps_head_) {
    facts_.asked.fields.push_back({std::string(text), std::string(value)});
  }
}

void request_reader::on_header_impl(error_code& ec) {
  ec = {};
  head_done_ = true;
  facts_.keep_alive = keep_alive();
}

void request_reader::on_body_init_impl(boost::optional<std::uint64_t> const&, error_code& ec) {
  ec = {};
}

std::size_t request_reader::on_body_impl(string_view body, error_code& ec) {
  ec = {};
  return body.size();
}

void request_reader::on_chunk_header_impl(std::uint64_t, string_view, error_code& ec) {
  ec = {};
  chunk_seen_ = true;
}

std::size_t request_reader::on_chunk_body_impl(std::uint64_t, string_view body, error_code& ec) {
  ec = {};
  return body.size();
}

void request_reader::on_finish_impl(error_code& ec) {
  ec = {};
}

void request_reader::on_response_impl(int, string_view, int, error_code& ec) {
  ec = http::error::bad_method;
}

}  // namespace limitproof
