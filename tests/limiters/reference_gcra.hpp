#pragma once

#include "tests/limiters/reference_bucket.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace limitproof {

/// GCRA written for comparison, not for use: a bucket that earns a permit in a whole number of
/// microseconds, its content counted in microseconds of earning. Nothing in it is taken from the
/// script but the rule by which it tells one policy from another.
class reference_gcra {
 public:
  /// Nothing: the cost can never be admitted. At most three limits.
  [[nodiscard]] std::optional<reference_decision> decide(std::vector<script_limit> const& limits,
                                                         std::int64_t cost,
                                                         std::int64_t now_us);

  /// How long from `now_us` the limit's bucket is not full.
  [[nodiscard]] std::int64_t lifetime_us(std::size_t limit, std::int64_t now_us) const;

  void forget(std::size_t limit) { buckets_.at(limit) = {}; }

 private:
  struct policy {
    explicit policy(script_limit const& limit);

    std::int64_t interval_us;
    std::int64_t burst;
    std::int64_t mark;
  };

  struct bucket {
    std::int64_t full_at_us = 0;
    std::int64_t mark = 0;
  };

  std::array<bucket, 3> buckets_;
};

}  // namespace limitproof
