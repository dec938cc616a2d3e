#pragma once

#include "harness/history/owned_fd.hpp"
#include "harness/load/response_scanner.hpp"
#include "harness/model/operation.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

enum class connection_state : std::uint8_t {
  closed,      ///< opened when it is next used
  connecting,  ///< possibly with a request that waits for it
  idle,
  holding,    ///< carries one request but for its last byte
  trickling,  ///< carries one request of which a byte goes now and then
  awaiting,   ///< carries one request, or several in line
};

/// A request that was written behind another one on the same connection, before that was answered.
struct request_in_line {
  operation* record = nullptr;
  std::size_t bytes = 0;  ///< its size
  bool is_head = false;   ///< HEAD: its answer has no body
};

/// HEAD: the answer has no body.
[[nodiscard]] inline bool asks_for_head(std::string_view request) {
  return request.starts_with("HEAD ");
}

/// One client connection and the request, or the line of requests, it may carry.
struct connection {
  explicit connection(head_shape_cache& cache) : scanner(cache) {}

  owned_fd socket;
  connection_state state = connection_state::closed;
  bool answered = false;   ///< has had an answer since it was opened
  bool warmed_up = false;  ///< has been sent its warm-up request, on this socket or an earlier one
  bool is_slow = false;    ///< its request trickles once it is open
  bool is_head = false;    ///< its request is a HEAD
  std::uint32_t number = 0;      ///< operation::connection
  std::uint32_t target = 0;      ///< index into the loop's targets
  operation* record = nullptr;   ///< of the request it carries; none for a warm-up
  std::string_view unsent;       ///< of the bytes of its request and of those in line behind it
  std::size_t bytes_behind = 0;  ///< the bytes of the requests in line
  std::vector<request_in_line> line;  ///< behind `record`, from `line_next` on
  std::size_t line_next = 0;
  std::string workspace;  ///< requests that are put together for this connection alone
  std::int64_t first_byte_ns = absent;
  response_scanner scanner;

  // Its place in a waiting_line.
  std::int64_t waiting_since_ns = 0;
  connection* ahead = nullptr;
  connection* behind = nullptr;
};

}  // namespace limitproof
