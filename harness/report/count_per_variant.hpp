#pragma once

#include "harness/model/history.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/report.hpp"

#include <vector>

namespace limitproof {

/// What became of each variant of the requests of phases that vary them, in the order of the
/// attack: a spelling of the path that is limited apart, or not at all, shows here.
[[nodiscard]] std::vector<variant_row> count_per_variant(plan const& p, history const& h);

}  // namespace limitproof
