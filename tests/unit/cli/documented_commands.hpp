#pragma once

#include <string>
#include <vector>

namespace limitproof {

/// A command of this program as a document or a workflow gives it.
struct documented_command {
  std::string text;
  std::vector<std::string> arguments;  ///< of limitproof itself; scenarios/run ARGS is `run ARGS`
};

/// The commands in a shell text, line by line; whatever runs other programs is left out.
[[nodiscard]] std::vector<documented_command> commands_in(std::string const& shell);

/// The shell blocks of a Markdown text.
[[nodiscard]] std::string shell_blocks(std::string const& markdown);

}  // namespace limitproof
