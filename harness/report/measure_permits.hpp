#pragma once

#include "harness/model/history.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/report.hpp"

namespace limitproof {

/// What was admitted by the end of each of `stretches` stretches of length `bucket`, and the most
/// that could have been, all keys together.
///
/// Let A(s) be the permits of the requests sent before s that were admitted at any time, and K(t)
/// the number of keys that had asked before t. Whatever else had been admitted by t was decided
/// within [s, t], so by the curve α that the run is judged by, its tolerance included, `allowed` at
/// t is the least A(s) + K(t) · α(t - s) over all beginnings s of a stretch up to t. Admissions
/// count from the arrival of their answer. So where `admitted` is above `allowed` the limit was
/// broken for certain; of several keys, or between two ends of stretches, it can be broken without
/// showing here. A breach raises A, and what follows is not held against the limiter twice.
///
/// Example: 50/s with bursts of 100, one key, nothing for 2 s and then 200 at once. At 2.1 s
/// A(2 s) + α(0.1 s) = 0 + 105 are allowed, though α(2.1 s) is 205.
///
/// Costs a pass over the requests and stretches²/2 additions.
[[nodiscard]] permit_series measure_permits(
    plan const& p, algorithm judged, history const& h, duration bucket, std::size_t stretches);

}  // namespace limitproof
