#pragma once

#include "harness/model/plan.hpp"
#include "harness/model/scenario.hpp"

#include <vector>

namespace limitproof {

/// Gives each phase its pool. Phases that run beside each other get one each; phases that come one
/// after the other share theirs where they connect to the same. `attack` is what `phases` were
/// expanded from.
void share_pools(std::vector<planned_phase>& phases, std::vector<phase> const& attack);

}  // namespace limitproof
