#pragma once

#include "harness/model/evidence.hpp"
#include "harness/model/verdict.hpp"

#include <functional>
#include <string_view>

namespace limitproof {

/// Runs every check of the table and measures admission. An exception inside a check makes that
/// check inconclusive, never pass. `done` is told the name of each step that has ended: "measure",
/// then each check.
[[nodiscard]] verdict run_checks(evidence const& e,
                                 std::function<void(std::string_view)> const& done = {});

}  // namespace limitproof
