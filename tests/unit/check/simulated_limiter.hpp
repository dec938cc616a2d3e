#pragma once

#include "harness/model/policy.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace limitproof {

/// A correct limiter of one key under one limit, by the definition of its algorithm: it remembers
/// everything it admitted and computes from that what is left. Times are ns of its clock and never
/// lessen; aligned windows begin at multiples of `per`. A value: copies go their own ways.
class simulated_limiter {
 public:
  simulated_limiter(algorithm a, limit const& l) : algorithm_(a), limit_(l) {}

  /// Whole permits left at `now_ns`.
  [[nodiscard]] std::int64_t left(std::int64_t now_ns) const;

  void take(std::int64_t now_ns, std::int64_t cost) { taken_.emplace_back(now_ns, cost); }

 private:
  /// Cost of what was taken in [begin, end].
  [[nodiscard]] std::int64_t taken_between(std::int64_t begin, std::int64_t end) const;
  [[nodiscard]] std::int64_t left_in_bucket(std::int64_t now_ns) const;
  [[nodiscard]] std::int64_t left_in_first_hit_window(std::int64_t now_ns) const;

  algorithm algorithm_;
  limit limit_;
  std::vector<std::pair<std::int64_t, std::int64_t>> taken_;  ///< when, cost
};

}  // namespace limitproof
