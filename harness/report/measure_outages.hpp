#pragma once

#include "harness/model/history.hpp"
#include "harness/model/limiter_manifest.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/report.hpp"

#include <vector>

namespace limitproof {

/// What the faults of the store did, one row for each stretch from a `kill` or `stop` until the
/// `restart` or `continue` after it had taken effect; a `restart` of a store that ran, a `flush`
/// and a `flush-scripts` are a row each, with the time they took. Rows are in time order.
///
/// What may be admitted without the store is what the policy leaves. Let a key's last degraded
/// answer have come at e. By the curve α that the run is judged by, at most α(e - s) may be
/// admitted from any s on, and the limiter itself admitted A(s) of these; so `allowed` is, for each
/// key that got a degraded decision, the least α(e - s) - A(s), and at least 0. It is enough to
/// look at the s at which the limiter's admissions were sent, and at the first degraded request's.
/// Intervals are the longest they can have been, so what is called overshoot is certain. Example:
/// 50/s with bursts of 100, asked without end, loses its store for 3 s. Nothing of the burst is
/// left, 150 come back: 3 nodes that count alone admit 3 · (33 + 50) = 249, overshoot 99.
[[nodiscard]] std::vector<outage_row> measure_outages(plan const& p,
                                                      limiter_claims const& claims,
                                                      history const& h);

}  // namespace limitproof
