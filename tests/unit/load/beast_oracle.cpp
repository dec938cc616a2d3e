#include "tests/unit/load/beast_oracle.hpp"

#include "harness/load/http_characters.hpp"

#include <algorithm>
#include <set>

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/dynamic_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace limitproof {

namespace {

namespace http = boost::beast::http;

/// Unlike a string_body, it does not set aside what a Content-Length merely promises.
using growing_body = http::basic_dynamic_body<boost::beast::flat_buffer>;

struct beast_response {
  bool complete = false;
  unsigned status = 0;
  std::string body;
  bool keep_alive = false;
  std::size_t taken = 0;
  boost::beast::error_code error;
};

beast_response one_by_beast(std::string_view stream) {
  http::response_parser<growing_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(response_scanner::head_limit));
  parser.body_limit(boost::none);
  parser.eager(true);
  beast_response seen;
  // Eager: one call reads as far as the bytes go.
  seen.taken = parser.put(boost::asio::buffer(stream), seen.error);
  if (seen.error && seen.error != http::error::need_more) return seen;
  seen.error = {};
  if (!parser.is_done() && parser.got_some()) parser.put_eof(seen.error);
  seen.complete = parser.is_done() && !seen.error;
  if (!seen.complete) return seen;
  seen.status = parser.get().result_int();
  seen.body = boost::beast::buffers_to_string(parser.get().body().data());
  seen.keep_alive = parser.keep_alive();
  return seen;
}

beast_response by_beast(std::string_view stream) {
  std::size_t interim = 0;
  for (;;) {
    auto seen = one_by_beast(stream.substr(interim));
    seen.taken += interim;
    if (!seen.complete || seen.status / 100 != 1) return seen;
    interim = seen.taken;
  }
}

// Where the scanner is stricter on purpose, or reads no further than it must.
std::set<std::string> const stricter = {"a folded header line",
                                        "a folded trailer line",
                                        "Content-Length is not a number",
                                        "both Transfer-Encoding and Content-Length",
                                        "a transfer coding after chunked",
                                        "a transfer coding that is not a token",
                                        "a status below 100",
                                        "a switch of protocols not asked for"};

bool more_lenient(beast_response const& oracle) {
  return oracle.error == http::error::bad_chunk_extension;
}

/// Whether a field has this name anywhere in a text.
bool names(std::string_view text, std::string_view lower) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    at = text.find('\n', at);
    if (at == std::string_view::npos) return false;
    auto const rest = text.substr(at + 1);
    if (rest.size() > lower.size() && rest[lower.size()] == ':' &&
        equals_ignoring_case(rest.substr(0, lower.size()), lower))
      return true;
  }
  return false;
}

/// Beast obeys Proxy-Connection, which nobody specified, and trailers as if they were header
/// fields, against RFC 9110 section 6.5.1.
bool beast_misreads(std::string_view stream, response_head const& head) {
  if (names(stream, "proxy-connection")) return true;
  if (head.framing != body_framing::chunked) return false;
  auto const body = stream.substr(std::min(stream.size(), stream.find("\r\n\r\n")));
  return names(body, "connection") || names(body, "content-length") ||
         names(body, "transfer-encoding");
}

}  // namespace

comparison compare_with_beast(std::string_view stream, scanned_response const& seen) {
  auto const oracle = by_beast(stream);
  bool const complete = seen.status == scan_status::complete;
  auto const why = "scanner: " + (complete ? "complete" : seen.reason) +
                   "; Beast: " + (oracle.complete ? "complete" : oracle.error.message());
  if (complete ? more_lenient(oracle) || beast_misreads(stream, seen.head)
               : stricter.contains(seen.reason))
    return {agreement::exempt, why};
  if (complete != oracle.complete) return {agreement::broken, why};
  if (!complete) return {agreement::incomplete, {}};
  if (seen.head.status != oracle.status) return {agreement::broken, "the status differs"};
  if (seen.head.keep_alive != oracle.keep_alive) return {agreement::broken, "keep-alive differs"};
  if (seen.taken != oracle.taken) return {agreement::broken, "the end of the response differs"};
  // The scanner keeps only the beginning of a body.
  if (seen.body != oracle.body.substr(0, longest_sample_body))
    return {agreement::broken, "the body differs"};
  return {agreement::complete, {}};
}

}  // namespace limitproof
