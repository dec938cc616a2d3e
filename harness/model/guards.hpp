#pragma once

#include "harness/model/units.hpp"

#include <cstdint>
#include <optional>

namespace limitproof {

/// When a node stops asking a store that fails, and when it asks again.
struct breaker_spec {
  std::int64_t failures = 5;                      ///< in a row: errors, and answers that came late
  duration slow = std::chrono::milliseconds(50);  ///< an answer that takes longer is late
  duration pause = std::chrono::milliseconds(500);  ///< until one request is let through to probe
  bool operator==(breaker_spec const&) const = default;
};

/// How many permits of a hot key a node takes at once, and how long it may keep them.
struct lease_spec {
  std::int64_t permits = 10;
  duration lasts = std::chrono::seconds(1);
  bool operator==(lease_spec const&) const = default;
};

/// What stands between a node and its limiter. None of it is on unless it is asked for, but the
/// deadline.
struct guard_spec {
  duration deadline = std::chrono::milliseconds(50);  ///< of one call to the store
  std::optional<breaker_spec> breaker{};
  bool deny_cache = false;  ///< a denied key is denied by the node itself until its retry time
  std::optional<lease_spec> leases{};
  duration retry_jitter{};  ///< Retry-After is lengthened by up to this
  bool operator==(guard_spec const&) const = default;
};

}  // namespace limitproof
