#pragma once

#include "harness/model/listed_run.hpp"
#include "harness/serve/filter_runs.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// The form that a list is narrowed by, with what there is to choose in `all`, and `filter` chosen.
[[nodiscard]] std::string filter_form(std::vector<listed_run> const& all, run_filter const& filter);

}  // namespace limitproof
