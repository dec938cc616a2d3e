#pragma once

#include "harness/model/listed_run.hpp"
#include "harness/serve/filter_runs.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace limitproof {

/// The list of runs as a page: what `filter` leaves of `all`, links to their files, and which two
/// are to be compared. It works without a script.
[[nodiscard]] std::string list_page(std::filesystem::path const& runs,
                                    std::vector<listed_run> const& all,
                                    run_filter const& filter);

}  // namespace limitproof
