#pragma once

#include "harness/cli/command_line.hpp"
#include "harness/model/scenario_outcome.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace limitproof {

/// What `limitproof run --gate` prints: one line if all was as expected. Otherwise at most a
/// screen: the first runs that were not with the limit, the interval, how many were too many and
/// the command that shows it again, the next with a line each, and how many more there are.
[[nodiscard]] std::string gate_text(run_command const& asked,
                                    std::vector<scenario_outcome> const& outcomes,
                                    std::filesystem::path const& directory);

}  // namespace limitproof
