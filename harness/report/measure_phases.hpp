#pragma once

#include "harness/model/history.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/report.hpp"

#include <vector>

namespace limitproof {

/// One row for each phase of the plan, in their order: what was sent in it and how it fared.
[[nodiscard]] std::vector<phase_use> measure_phases(plan const& p, history const& h);

}  // namespace limitproof
