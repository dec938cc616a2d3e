#pragma once

#include "harness/model/history.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace limitproof {

/// One admitted request as the checks see it: its decision lies in [sent_ns, received_ns].
struct admission {
  std::int64_t sent_ns = 0;
  std::int64_t received_ns = 0;
  std::uint32_t operation = 0;  ///< index into history::operations
  std::int32_t cost = 1;        ///< permits, > 0
};

/// The admissions of every key, each key's ordered by (sent, received, operation id).
struct admissions_by_key {
  std::vector<admission> all;
  std::vector<std::size_t> first;  ///< of key k: all[first[k]] … all[first[k + 1] - 1]

  [[nodiscard]] std::span<admission const> of_key(std::size_t key) const {
    return std::span(all).subspan(first[key], first[key + 1] - first[key]);
  }
};

/// Takes the operations with outcome `admitted` and a cost above 0: unknown and open ones may not
/// have been admitted, degraded ones were not decided by the limiter. Every key must be below
/// `key_count`. Throws std::invalid_argument for an admission without a send and a receive time in
/// this order. Counting sort: O(operations + keys), 24 bytes per admission, and O(n log n) only for
/// keys whose admissions do not come ordered.
[[nodiscard]] admissions_by_key group_admissions(history const& h, std::size_t key_count);

[[nodiscard]] std::int64_t total_cost(std::span<admission const> requests);

}  // namespace limitproof
