#pragma once

#include "harness/model/report.hpp"
#include "harness/model/scenario.hpp"

#include <vector>

namespace limitproof {

/// One row per expectation; an empty list expects the verdict pass. An inconclusive verdict that no
/// expectation foresaw gets an unmet row of its own: figures of an attack that proved nothing are
/// no ground to call a run as expected.
[[nodiscard]] std::vector<expectation_row> evaluate_expectations(
    std::vector<expectation> const& expected, verdict const& found);

/// Every row is met.
[[nodiscard]] bool all_met(std::vector<expectation_row> const& rows);

}  // namespace limitproof
