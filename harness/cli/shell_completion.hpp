#pragma once

#include "harness/cli/command_reference.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// Scripts that complete subcommands, options, and the names of scenarios and limiters, which they
/// ask `limitproof list` for.
[[nodiscard]] std::string bash_completion(std::vector<subcommand_reference> const& subcommands);
[[nodiscard]] std::string zsh_completion(std::vector<subcommand_reference> const& subcommands);

}  // namespace limitproof
