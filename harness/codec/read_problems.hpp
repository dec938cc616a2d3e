#pragma once

#include "harness/model/history.hpp"
#include "harness/model/told_problem.hpp"

#include <vector>

namespace limitproof {

/// Every kept body read as a problem, whatever its type is said to be: one for each sample.
[[nodiscard]] std::vector<told_problem> read_problems(history const& h);

}  // namespace limitproof
