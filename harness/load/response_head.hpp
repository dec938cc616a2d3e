#pragma once

#include "harness/history/record_format.hpp"
#include "harness/model/operation.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace limitproof {

/// X-Degraded: the store did not decide, and what the node did instead.
enum class degraded_mode : std::uint8_t { none, open, closed, local, other };

/// Where the body ends.
enum class body_framing : std::uint8_t { none, length, chunked, until_close };

/// X-Node's value, by copy: a head outlives the bytes it was read from.
struct node_label {
  std::uint8_t size = 0;
  std::array<char, longest_node_name> text;

  [[nodiscard]] std::string_view view() const { return {text.data(), size}; }
};

/// What the load engine wants to know of a response head; `absent` for what was not there, was
/// malformed or contradicted itself (the last two set `broke_a_rule`).
struct response_head {
  std::int64_t decided_at_us = absent;
  std::int64_t arrived_at_us = absent;
  std::int64_t limiter_ns = absent;
  std::int64_t limit = absent;
  std::int64_t remaining = absent;
  std::int64_t reset_s = absent;
  std::int64_t retry_after_s = absent;
  std::int64_t content_length = absent;
  std::uint64_t shape = 0;  ///< hash of status and header names in order; never 0 once parsed
  std::uint16_t status = 0;
  body_framing framing = body_framing::none;
  degraded_mode degraded = degraded_mode::none;
  bool wants_keep_alive = false;  ///< by its version and Connection
  bool keep_alive = false;        ///< and its body ends before the connection does
  bool broke_a_rule = false;
  node_label node;

  /// As new. Once per response: the bytes of the node's name need no clearing.
  void reset() {
    node.size = 0;
    for (auto* const value : {&decided_at_us,
                              &arrived_at_us,
                              &limiter_ns,
                              &limit,
                              &remaining,
                              &reset_s,
                              &retry_after_s,
                              &content_length})
      *value = absent;
    shape = 0;
    status = 0;
    framing = body_framing::none;
    degraded = degraded_mode::none;
    wants_keep_alive = keep_alive = broke_a_rule = false;
  }
};

}  // namespace limitproof
