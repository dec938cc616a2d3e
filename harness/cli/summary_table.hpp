#pragma once

#include "harness/model/run_summary.hpp"

#include <filesystem>
#include <string>

namespace limitproof {

/// What the terminal shows after several scenarios: a row for each scenario × limiter, what was not
/// run, and where the summary is.
[[nodiscard]] std::string summary_table(run_summary const& s,
                                        std::filesystem::path const& directory);

}  // namespace limitproof
