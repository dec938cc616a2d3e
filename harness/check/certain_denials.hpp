#pragma once

#include "harness/model/evidence.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace limitproof {

/// A denial that no choice of decision times explains.
struct wrongful_denial {
  std::uint32_t operation = 0;  ///< index into history::operations
  std::size_t key = 0;
  std::size_t limit = 0;  ///< the policy's limit with the least room
  std::int64_t left = 0;  ///< permits left under that limit at least, ≥ the cost
};

struct wrongful_denials {
  std::int64_t judged = 0;  ///< denials
  std::int64_t count = 0;   ///< of these, wrongful for certain
  std::int64_t keys = 0;    ///< that had one
  std::optional<wrongful_denial>
      clearest;  ///< most to spare beyond its cost; the earliest of equals
};

/// Why denials cannot be held against this limiter from this history; empty: they can.
[[nodiscard]] std::string why_denials_are_not_judged(evidence const& e);

/// Only where why_denials_are_not_judged() is empty. O(n log n) for the requests of the keys that
/// were denied one.
[[nodiscard]] wrongful_denials find_wrongful_denials(evidence const& e);

}  // namespace limitproof
