#pragma once

#include "harness/model/history.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/report.hpp"

namespace limitproof {

/// When requests left, and what became of those of each stretch.
///
/// The stretches are 100 ms long from run time 0; where that makes more than 600 of them, the next
/// of 200 ms, 500 ms, 1 s, 2 s … that does not. Requests that never left are in none.
///
/// `peak_to_mean_milli`, of each phase with reactive clients, looks at the requests with which a
/// client came back after a denial: when it did, it had been told, while all begin together anyhow
/// and one that was admitted keeps its own pace. Of n such requests from the first at a to the last
/// at b, let at most k lie within any 100 ms. Their mean per 100 ms is n · 100 ms / (b - a), and
/// 1000 · k · (b - a) / (n · 100 ms) is rounded down. The largest of all phases counts; a phase
/// where b - a is below 100 ms has none. 300 clients that all come back every second give k = 300,
/// and over 8 s n = 9 · 300, so 1000 · 300 · 8000 ms / (2700 · 100 ms) = 8888.
[[nodiscard]] arrival_series measure_arrivals(plan const& p, history const& h);

}  // namespace limitproof
