#pragma once

#include "harness/node/request_facts.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

namespace limitproof {

inline constexpr std::size_t largest_head = std::size_t{16} * 1024;
inline constexpr std::size_t largest_body = std::size_t{64} * 1024;

/// Turns the bytes of one request into its facts; the body is counted and dropped. It never reads
/// a socket. Beast parses; what Beast lets through is refused here: a head of any size made of
/// short lines, fields in trailers, transfer codings other than chunked.
class request_reader final : private boost::beast::http::basic_parser<true> {
 public:
  enum class progress { need_more, complete, refused };

  /// `keeps_head`: the facts tell the whole head, for policies that are chosen by it.
  explicit request_reader(bool keeps_head = false);

  /// Takes what it can from the front of `bytes` and returns how much; what is left comes first in
  /// the next call, or belongs to the next request.
  std::size_t feed(boost::asio::const_buffer bytes);

  [[nodiscard]] progress state() const { return state_; }

  /// The facts are complete; a body may be to follow.
  [[nodiscard]] bool head_done() const { return head_done_; }

  /// The request line has been read.
  [[nodiscard]] bool started() const { return head_bytes_ > 0; }

  [[nodiscard]] request_facts& facts() { return facts_; }

  /// Why the bytes are no request, when refused. The connection cannot be used again.
  [[nodiscard]] refusal why() const { return why_; }

 private:
  using error_code = boost::beast::error_code;
  using string_view = boost::beast::string_view;
  using field = boost::beast::http::field;
  using verb = boost::beast::http::verb;

  [[nodiscard]] std::size_t least_part() const;
  std::size_t feed_part(boost::asio::const_buffer bytes);
  void refuse(refusal why);

  void on_request_impl(verb method,
                       string_view method_text,
                       string_view target,
                       int version,
                       error_code& ec) override;
  void on_field_impl(field name, string_view text, string_view value, error_code& ec) override;
  void on_header_impl(error_code& ec) override;
  void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code& ec) override;
  std::size_t on_body_impl(string_view body, error_code& ec) override;
  void on_chunk_header_impl(std::uint64_t size, string_view extensions, error_code& ec) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, string_view body, error_code& ec) override;
  void on_finish_impl(error_code& ec) override;
  // Responses only; the base declares it for both directions.
  void on_response_impl(int status, string_view reason, int version, error_code& ec) override;

  request_facts facts_;
  bool keeps_head_;
  std::size_t head_bytes_ = 0;
  bool head_done_ = false;
  bool chunk_seen_ = false;
  bool foreign_coding_ = false;
  progress state_ = progress::need_more;
  refusal why_ = refusal::malformed_request;
};

}  // namespace limitproof
