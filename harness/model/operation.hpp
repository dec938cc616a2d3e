#pragma once

#include "harness/model/enum_names.hpp"

#include <cstdint>
#include <type_traits>

namespace limitproof {

/// What became of a request (the table of outcomes, reports/README.md).
enum class outcome : std::uint8_t {
  open,      ///< sent, no answer yet; a killed run leaves these, and they are judged as unknown
  admitted,  ///< 2xx–4xx from a node other than a denial
  denied,    ///< the denial status (429)
  admitted_degraded,  ///< 2xx with X-Degraded: the store did not decide
  denied_degraded,    ///< 503 with X-Degraded: closed, 429 with X-Degraded: local
  not_decided,        ///< refused before the limiter: cannot have spent a permit
  unknown,            ///< a permit may have been spent; never counted as denied
  not_sent,           ///< planned, but not sent in time
};

template <>
inline constexpr auto enum_names<outcome> =
    std::array{enum_name{outcome::open, "open"},
               enum_name{outcome::admitted, "admitted"},
               enum_name{outcome::denied, "denied"},
               enum_name{outcome::admitted_degraded, "admitted_degraded"},
               enum_name{outcome::denied_degraded, "denied_degraded"},
               enum_name{outcome::not_decided, "not_decided"},
               enum_name{outcome::unknown, "unknown"},
               enum_name{outcome::not_sent, "not_sent"}};

inline constexpr std::int64_t absent = -1;        ///< a time or header value that was not seen
inline constexpr std::uint16_t no_node = 0xffff;  ///< no X-Node in the response

/// One request and what became of it: the record of the per-thread log, written when sent and
/// completed in place (128 bytes would be two cache lines; this is the load engine's hot data).
/// Times are ns on run_clock; `sent_ns` was read before the last byte was written, `received_ns`
/// after the first byte of the answer was read, so the decision lies in [sent_ns, received_ns].
struct operation {
  std::uint64_t id = 0;               ///< thread << 40 | sequence
  std::int64_t intended_ns = absent;  ///< when the schedule wanted it sent
  std::int64_t sent_ns = absent;
  std::int64_t received_ns = absent;
  std::int64_t decided_at_us = absent;  ///< X-Decided-At-Us: store clock
  std::int64_t arrived_at_us = absent;  ///< X-Arrived-At-Us: node clock
  std::int64_t limiter_ns = absent;     ///< Server-Timing: limiter;dur
  std::int64_t limit = absent;          ///< RateLimit-Limit, or as another dialect has it
  std::int64_t remaining = absent;      ///< RateLimit-Remaining, the same way
  std::int64_t reset_s = absent;        ///< RateLimit-Reset as it stood there, or RateLimit's t
  std::int64_t retry_after_s = absent;  ///< Retry-After when it is delta-seconds
  std::uint32_t key = 0;                ///< index into plan::keys
  std::uint32_t connection = 0;
  std::int32_t cost = 1;
  std::uint16_t status = 0;      ///< HTTP status; 0: none seen
  std::uint16_t node = no_node;  ///< index into history::nodes
  std::uint16_t phase = 0;
  outcome result = outcome::open;
  std::uint8_t variant = 0;  ///< which of its phase's request_pattern it was
  std::uint32_t head = 0;  ///< 1 + index of this response's shape in the thread's samples; 0: none
};

static_assert(std::is_trivially_copyable_v<operation> && sizeof(operation) == 112);

}  // namespace limitproof
