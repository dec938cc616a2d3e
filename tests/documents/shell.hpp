#pragma once

#include <filesystem>
#include <string>

namespace limitproof {

struct shell_result {
  std::string ended;   ///< "exit status 0"
  std::string output;  ///< both streams
};

/// Lets bash do `command` in `folder`, with the built limitproof in its PATH.
[[nodiscard]] shell_result run_in_shell(std::string const& command,
                                        std::filesystem::path const& folder);

}  // namespace limitproof
