#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// arrivals.svg: for each stretch of a run how many requests were sent, and in front of that how
/// many of them were admitted. It stands alone and follows a viewer's light or dark theme. Without
/// bars if nothing was sent.
[[nodiscard]] std::string write_arrivals_svg(run_report const& run);

/// Where it stands in the run directory.
[[nodiscard]] std::string arrivals_path(run_report const& run);

}  // namespace limitproof
