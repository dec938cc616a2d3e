#pragma once

#include "harness/model/report.hpp"

#include <cstdint>
#include <vector>

namespace limitproof {

/// Exact percentiles by nearest rank: of n values in ascending order, the percentile p is the one
/// at rank ⌈p·n⌉ (counted from 1), so every figure is a value that was measured. Of 10 values p50
/// is the 5th and p99 the 10th. Times in ns, the result in µs, rounded to the nearest; all zero for
/// an empty list. Linear time.
[[nodiscard]] percentiles_us percentiles_of(std::vector<std::int64_t> times_ns);

}  // namespace limitproof
