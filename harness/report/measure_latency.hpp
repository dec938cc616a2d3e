#pragma once

#include "harness/model/history.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/report.hpp"

namespace limitproof {

/// All operations with an answer; `admitted` and `denied` are those the limiter itself decided, so
/// degraded ones stand in `all` only.
[[nodiscard]] latency_table latency_from_send(history const& h);

/// The same, counted from when the schedule wanted the request sent.
[[nodiscard]] latency_table latency_from_intended_send(history const& h);

/// The limiter's own share, as the nodes told it in Server-Timing.
[[nodiscard]] percentiles_us limiter_share(history const& h);

/// How late the requests of open-loop phases left; a closed loop has no schedule to miss. A phase
/// the plan does not know (a foreign history) counts as open.
[[nodiscard]] percentiles_us send_lag(plan const& p, history const& h);

}  // namespace limitproof
