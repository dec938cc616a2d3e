#pragma once

#include "harness/model/fault.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace limitproof {

using proxy_time = std::chrono::steady_clock::time_point;

/// Bytes that came in at once and wait to go on.
struct held_piece {
  std::string bytes;
  proxy_time arrived;
  std::uint64_t draw = 0;  ///< any 64 bits, of which the jitter is made
  bool is_end = false;     ///< the sender will send no more; no bytes then
};

/// How many bytes of a piece of `size` go on together: a narrow way carries what takes it 10 ms, at
/// least a byte, so that what comes out flows.
[[nodiscard]] std::size_t bytes_at_once(fault const& way, std::size_t size);

/// When the next `bytes` of `first` go on, the oldest piece of those held, given when those before
/// it were due; none while the way is as it is. Pieces keep their order as only the first is asked
/// for. The way that counts is the one when they go on, not when they came: after `heal` all that
/// was held is due at once, as TCP sends again what a cut line has lost.
[[nodiscard]] std::optional<proxy_time> due_time(held_piece const& first,
                                                 std::size_t bytes,
                                                 fault const& way,
                                                 proxy_time before);

}  // namespace limitproof
