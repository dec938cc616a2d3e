#pragma once

#include "harness/model/plan.hpp"
#include "harness/model/scenario.hpp"

#include <cstdint>

namespace limitproof {

/// What one phase of a scenario becomes, each kind in a file of its own. `seed` is for what the
/// load itself draws. What all kinds have alike, and where the phase stands among the others, is
/// left to make_plan.
[[nodiscard]] planned_phase expand(steady_phase const& p, std::uint64_t seed);
[[nodiscard]] planned_phase expand(ramp_phase const& p, std::uint64_t seed);
[[nodiscard]] planned_phase expand(closed_loop_phase const& p, std::uint64_t seed);
[[nodiscard]] planned_phase expand(gate_phase const& p, std::uint64_t seed);
[[nodiscard]] planned_phase expand(reactive_phase const& p, std::uint64_t seed);
[[nodiscard]] planned_phase expand(slow_phase const& p, std::uint64_t seed);

}  // namespace limitproof
