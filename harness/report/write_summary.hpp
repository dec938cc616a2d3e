#pragma once

#include "harness/model/run_summary.hpp"

#include <string>

namespace limitproof {

/// summary.md: one table of all scenarios and limiters.
[[nodiscard]] std::string write_summary(run_summary const& s);

/// The same summary for a page that the run directories are not beside.
[[nodiscard]] run_summary without_links(run_summary s);

}  // namespace limitproof
