#pragma once

#include "harness/check/asked_requests.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace limitproof {

/// How much may have been spent on one key by when: what lies between two instants a ≤ b at most is
/// sent_until(b) - answered_before(a).
class spend_counts {
 public:
  explicit spend_counts(std::span<asked_request const> asked);

  /// Cost of the requests sent at `at` or before.
  [[nodiscard]] std::int64_t sent_until(std::int64_t at) const;
  /// Cost of the requests answered before `at`; those never answered never count.
  [[nodiscard]] std::int64_t answered_before(std::int64_t at) const;

 private:
  using running_cost = std::pair<std::int64_t, std::int64_t>;  ///< time, cost up to it

  std::vector<running_cost> sent_, answered_;
};

}  // namespace limitproof
