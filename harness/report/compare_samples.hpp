#pragma once

#include "harness/model/comparison.hpp"

#include <cstdint>
#include <vector>

namespace limitproof {

/// With more runs on a side the counts below would not fit 64 bits.
inline constexpr std::size_t most_compared_runs = 30;

/// How two samples differ, by the ranks of their values alone, so whatever the distribution.
///
/// Of n · m pairs of a run before and one after, sort the differences. If both sides were drawn
/// from one distribution, Mann and Whitney's U (1947) counts the pairs in which the later one is
/// smaller, and each of the C(n + m, n) orders of the values is equally likely. Let k be the
/// largest number such that at most 1 in 40 of them have U < k. Then the k-th smallest and the k-th
/// largest difference bound the shift with 95 % confidence (Hodges and Lehmann 1963); equal values
/// make the interval wider, never narrower. k = 0 means too few runs: 3 and 3 have C(6, 3) = 20
/// orders, none of which is rarer than 1 in 20. 4 and 4 have 70, so k = 1, and a difference is seen
/// if all values of one side lie beyond all of the other. Neither may be empty, nor hold more than
/// `most_compared_runs`.
[[nodiscard]] sample_difference compare_samples(std::vector<std::int64_t> before,
                                                std::vector<std::int64_t> after);

}  // namespace limitproof
