#pragma once

#include "harness/check/admissions.hpp"
#include "harness/check/swept_curve.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace limitproof {

/// Positions of some of `requests`, for which there are no decision times that conform to `curves`:
/// as few as it can find within a fixed effort, and then none of them can be left out. `requests`
/// (unit costs, ordered by send) have no such decision times.
[[nodiscard]] std::vector<std::size_t> smallest_impossible(std::span<admission const> requests,
                                                           std::span<judged_curve const> curves);

}  // namespace limitproof
