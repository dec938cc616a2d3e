#pragma once

#include "harness/cli/command_reference.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// limitproof(1) in the man macros, as `limitproof manual` prints it.
[[nodiscard]] std::string man_page(std::vector<subcommand_reference> const& subcommands);

}  // namespace limitproof
