#pragma once

#include "harness/model/plan.hpp"
#include "harness/model/scenario.hpp"

namespace limitproof {

/// What one phase of a scenario becomes, each kind in a file of its own. `start` and `keys` are
/// left to make_plan, which sees all phases.
[[nodiscard]] planned_phase expand(steady_phase const& p);
[[nodiscard]] planned_phase expand(closed_loop_phase const& p);
[[nodiscard]] planned_phase expand(gate_phase const& p);
[[nodiscard]] planned_phase expand(reactive_phase const& p);

}  // namespace limitproof
