#pragma once

#include "harness/codec/etcd_codec.hpp"
#include "harness/codec/json_object_stream.hpp"
#include "harness/model/error.hpp"
#include "harness/net/result_token.hpp"
#include "harness/policy_sources/policy_origin.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace limitproof {

/// A connection to etcd's JSON gateway, for one question about one key. How long an answer may take
/// is the caller's to say: an operation that is cancelled leaves the connection of no use. Errors:
/// io, naming the key and what was attempted.
class etcd_connection {
 public:
  /// Of an answer, or of one message of a watch. What etcd takes for a value is 1.5 MiB unless it
  /// was told otherwise, and a third more in base64.
  static constexpr std::size_t most_bytes = std::size_t{4} * 1024 * 1024;

  etcd_connection(asio::any_io_executor const& executor, etcd_key key);
  etcd_connection(etcd_connection const&) = delete;
  etcd_connection& operator=(etcd_connection const&) = delete;

  [[nodiscard]] asio::awaitable<result<etcd_reading>> read();

  /// Returns when etcd has begun to answer; then there is `next`.
  [[nodiscard]] asio::awaitable<result<void>> watch(std::int64_t first_revision);

  /// The messages that end in the next piece of what etcd sends, often none. Error as well: the
  /// end.
  [[nodiscard]] asio::awaitable<result<std::vector<etcd_watch_message>>> next();

  /// A message has begun to arrive and not ended.
  [[nodiscard]] bool within_message() const { return messages_.within_object(); }

 private:
  [[nodiscard]] asio::awaitable<result<void>> post(std::string target, std::string body);
  [[nodiscard]] result<std::vector<etcd_watch_message>> decoded(std::string_view piece);
  [[nodiscard]] error failed(std::string const& what) const;
  [[nodiscard]] error status_refused(unsigned status, std::string const& body) const;

  etcd_key key_;
  tcp_socket socket_;
  boost::beast::flat_buffer buffer_{most_bytes};
  boost::beast::http::response_parser<boost::beast::http::buffer_body> watched_;
  std::string piece_ = std::string(16'384, 0);
  json_object_stream messages_{most_bytes};
};

}  // namespace limitproof
