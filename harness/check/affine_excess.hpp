#pragma once

#include "harness/check/admissions.hpp"
#include "harness/model/verdict.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace limitproof {

/// At most burst + count·L/per permits within any closed interval of length L ns. A count of 0 is a
/// flat bound.
struct affine_curve {
  std::int64_t burst = 1;
  std::int64_t count = 0;
  std::int64_t per = 1;  ///< ns
};

/// How much a key's admissions exceed a curve.
struct overfull {
  std::int64_t permits = 0;  ///< 0: nowhere
  std::int64_t end_ns = 0;   ///< where the last interval counted ends
};

/// Which intervals a sweep adds up: the one with the largest excess, or the family of intervals
/// without a common instant whose excesses sum to the most.
enum class counted_intervals { worst, disjoint };

/// Exact: no interval has a larger C(a, b) - α(b - a), no disjoint family a larger sum. `requests`
/// as in admissions_by_key. O(n log k), O(k) memory for k requests since the oldest in flight; a
/// segment tree is needed only where more than the burst may fit in the slowest request's time.
[[nodiscard]] overfull affine_excess(std::span<admission const> requests,
                                     affine_curve const& curve,
                                     counted_intervals counted);

/// The shortest interval of at most `longest` ns that holds more than the curve allows, the
/// earliest of equals. O(n log m) for the m requests the curve allows within the interval found
/// first.
[[nodiscard]] std::optional<time_interval> shortest_overfull(std::span<admission const> requests,
                                                             affine_curve const& curve,
                                                             std::int64_t longest);

}  // namespace limitproof
