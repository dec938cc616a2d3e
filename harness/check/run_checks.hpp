#pragma once

#include "harness/model/evidence.hpp"
#include "harness/model/verdict.hpp"

namespace limitproof {

/// Runs every check of the table and measures admission. An exception inside a check makes that
/// check inconclusive, never pass.
[[nodiscard]] verdict run_checks(evidence const& e);

}  // namespace limitproof
