#pragma once

#include "harness/check/admissions.hpp"
#include "harness/check/affine_excess.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace limitproof {

/// At most count·(⌊(L + early)/per⌋ + 1) + slack permits within any closed interval of length L ns:
/// a sliding log with early = 0, a fixed window anchored anywhere with early = per - 1.
struct stair_curve {
  std::int64_t count = 1;
  std::int64_t per = 1;  ///< ns
  std::int64_t early = 0;
  std::int64_t slack = 0;
};

/// `worst` is exact. `disjoint` adds up what it finds by E(b) - S(a) (see the source): never more
/// than the best family's sum, and exactly that for point intervals. `requests` as in
/// admissions_by_key, not empty. O(n log n), and O(n log k) for every whole `per` the slowest
/// request lasted.
[[nodiscard]] overfull stair_excess(std::span<admission const> requests,
                                    stair_curve const& curve,
                                    counted_intervals counted);

/// The shortest interval of at most `longest` ns that holds more than the curve allows. One sweep
/// for each step of the stairs up to the one where it is found: the first or second in practice.
[[nodiscard]] std::optional<time_interval> shortest_overfull(std::span<admission const> requests,
                                                             stair_curve const& curve,
                                                             std::int64_t longest);

}  // namespace limitproof
