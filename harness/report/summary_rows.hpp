#pragma once

#include "harness/model/error.hpp"
#include "harness/model/report.hpp"
#include "harness/model/run_summary.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// A row per limiter of one scenario's report, those it never got to included.
[[nodiscard]] std::vector<summary_row> summary_rows(report const& r,
                                                    std::string const& run_directory);

/// The row of a scenario that could not be run.
[[nodiscard]] summary_row failed_row(std::string const& scenario, error const& why);

}  // namespace limitproof
