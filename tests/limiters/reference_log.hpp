#pragma once

#include "tests/limiters/reference_bucket.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace limitproof {

/// A sliding log written for comparison, not for use: every admission with its time and cost, added
/// up anew for each question. Nothing in it is taken from the scripts.
class reference_log {
 public:
  /// Nothing: the cost can never be admitted. A limit's burst plays no part.
  [[nodiscard]] std::optional<reference_decision> decide(std::vector<script_limit> const& limits,
                                                         std::int64_t cost,
                                                         std::int64_t now_us);

  /// How long from `now_us` some admission is in the longest window; there is one key.
  [[nodiscard]] std::int64_t lifetime_us(std::size_t key, std::int64_t now_us) const;

  void forget(std::size_t) { admissions_.clear(); }

 private:
  struct admission {
    std::int64_t at_us;
    std::int64_t permits;
  };

  struct view {
    std::int64_t used = 0;
    std::int64_t remaining = 0;
    std::int64_t wait_us = 0;
  };

  [[nodiscard]] view look(script_limit const& limit, std::int64_t cost, std::int64_t now_us) const;
  void record(std::vector<script_limit> const& limits, std::int64_t cost, std::int64_t now_us);

  /// The windows' end: a clock that stepped back does not move them.
  [[nodiscard]] std::int64_t windows_end_us(std::int64_t now_us) const;

  std::vector<admission> admissions_;  ///< the oldest first
  std::int64_t gone_at_us_ = 0;
};

}  // namespace limitproof
