#pragma once

#include "harness/model/error.hpp"
#include "harness/model/history.hpp"
#include "harness/model/plan.hpp"

#include <vector>

namespace limitproof {

/// The phases with their starts in run time: one that begins before a window's edge waits for the
/// next such instant on the store's clock, and every later phase is as much later. Pure. Fails
/// (stack_failed) if such a phase is planned and the store's clock is not known.
[[nodiscard]] result<std::vector<planned_phase>> resolve_starts(plan const& p,
                                                                clock_anchors const& clocks);

}  // namespace limitproof
