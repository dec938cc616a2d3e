#pragma once

#include "harness/check/requests_by_key.hpp"
#include "harness/model/history.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace limitproof {

/// One admitted request as the checks see it: its decision lies in [sent_ns, received_ns].
struct admission {
  std::int64_t sent_ns = 0;
  std::int64_t received_ns = 0;
  std::uint32_t operation = 0;  ///< index into history::operations
  std::int32_t cost = 1;        ///< permits, > 0
};

using admissions_by_key = requests_by_key<admission>;

/// Whether only one end of the request is known, as a foreign history may tell: it was decided
/// before its answer or after its sending, but in no interval for certain.
[[nodiscard]] bool is_unplaced(operation const& op);

/// Takes the operations with outcome `admitted` and a cost above 0: unknown and open ones may not
/// have been admitted, degraded ones were not decided by the limiter, and unplaced ones are in no
/// interval. Every key must be below
/// `key_count`. Throws std::invalid_argument for an admission without a send and a receive time in
/// this order. Counting sort: O(operations + keys), 24 bytes per admission, and O(n log n) only for
/// keys whose admissions do not come ordered.
[[nodiscard]] admissions_by_key group_admissions(history const& h, std::size_t key_count);

[[nodiscard]] std::int64_t total_cost(std::span<admission const> requests);

}  // namespace limitproof
