#pragma once

#include "harness/model/scenario_outcome.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// What came out otherwise than expected as workflow commands, which GitHub shows beside a change
/// when a job prints them: `::error` for each such run, `::warning` where it was inconclusive, one
/// line each, whatever a server sent. Empty if everything was as expected.
[[nodiscard]] std::string github_annotations(std::vector<scenario_outcome> const& outcomes);

}  // namespace limitproof
