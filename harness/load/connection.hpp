#pragma once

#include "harness/history/owned_fd.hpp"
#include "harness/load/response_scanner.hpp"
#include "harness/model/operation.hpp"

#include <cstdint>
#include <string_view>

namespace limitproof {

enum class connection_state : std::uint8_t {
  closed,      ///< opened when it is next used
  connecting,  ///< possibly with a request that waits for it
  idle,
  holding,   ///< carries one request but for its last byte
  awaiting,  ///< carries one request
};

/// One client connection and the one request it may carry.
struct connection {
  explicit connection(head_shape_cache& cache) : scanner(cache) {}

  owned_fd socket;
  connection_state state = connection_state::closed;
  bool answered = false;   ///< has had an answer since it was opened
  bool warmed_up = false;  ///< has been sent its warm-up request, on this socket or an earlier one
  std::uint32_t number = 0;     ///< operation::connection
  operation* record = nullptr;  ///< of the request it carries; none for a warm-up
  std::string_view unsent;      ///< of the request's bytes
  std::int64_t first_byte_ns = absent;
  response_scanner scanner;

  // Its place in a waiting_line.
  std::int64_t waiting_since_ns = 0;
  connection* ahead = nullptr;
  connection* behind = nullptr;
};

}  // namespace limitproof
