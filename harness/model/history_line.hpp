#pragma once

#include "harness/model/operation.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace limitproof {

/// An instant or a length as it was written down: true to its last digit, so that what it stands
/// for lies within ± precision_ns. ≥ 0.
struct told_time {
  std::int64_t ns = 0;
  std::int64_t precision_ns = 1;
  bool operator==(told_time const&) const = default;
};

/// One request as a line of a history from anywhere tells it (the format: reports/README.md, "A
/// history from anywhere"). At least one of sent and received is there, at most two of the three.
struct history_line {
  std::string key;
  std::optional<told_time> sent;      ///< any clock, the same for the whole file
  std::optional<told_time> received;  ///< not before `sent`
  std::optional<told_time> duration;  ///< at most 400 days
  outcome result = outcome::unknown;  ///< as stated, else what the status is certain to mean
  std::uint16_t status = 0;           ///< 0: not told
  std::string node;                   ///< empty: not told
  std::int32_t cost = 1;
  std::int64_t limit = absent;
  std::int64_t remaining = absent;
  std::int64_t reset_s = absent;
  std::int64_t retry_after_s = absent;
  bool operator==(history_line const&) const = default;
};

}  // namespace limitproof
