#pragma once

#include "harness/check/requests_by_key.hpp"
#include "harness/model/evidence.hpp"

#include <cstdint>
#include <string>

namespace limitproof {

/// One decision of the limiter with what it told to be left: RateLimit-Remaining under one limit.
struct told_answer {
  std::int64_t sent_ns = 0;
  std::int64_t received_ns = 0;
  std::int64_t remaining = 0;
  std::uint32_t operation = 0;  ///< index into history::operations
  std::int32_t cost = 1;        ///< permits, ≥ 0
  std::uint16_t limit = 0;      ///< index into the policy's limits
  std::uint16_t node = no_node;
  bool admitted = false;
};

/// Admissions and denials that tell what is left. Where several limits hold, the limit told
/// (RateLimit-Limit) must be the capacity of exactly one of them, otherwise it is not known which
/// one is meant, and the answer is left out. Ordered by limit within each key, then as every
/// requests_by_key.
[[nodiscard]] requests_by_key<told_answer> group_told(evidence const& e);

/// Why what is told cannot be held against the limiter; empty: it can.
[[nodiscard]] std::string why_telling_is_not_judged(evidence const& e);

}  // namespace limitproof
