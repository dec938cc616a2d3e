#pragma once

#include <string>
#include <vector>

namespace limitproof {

/// What the program can be asked, as --help tells it, for the manual and for shells.
struct option_reference {
  std::string name;         ///< "--seed", or of a positional argument "scenario"
  std::string description;  ///< one sentence
  bool positional = false;
  bool takes_value = false;
};

struct subcommand_reference {
  std::string name;
  std::string description;
  std::vector<option_reference> options;
};

[[nodiscard]] std::vector<subcommand_reference> command_reference();

}  // namespace limitproof
