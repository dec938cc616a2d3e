#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/history.hpp"

namespace limitproof {

/// Run time 0 is now: what CLOCK_MONOTONIC, the wall clock and (by `target`) the store's clock
/// show at this instant.
[[nodiscard]] clock_anchors anchor_clocks(endpoints const& target);

}  // namespace limitproof
