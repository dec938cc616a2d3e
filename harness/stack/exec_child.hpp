#pragma once

#include "harness/model/error.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace limitproof {

/// What a child needs to become another program. Descriptors are borrowed.
struct exec_request {
  std::vector<std::string> arguments;    ///< [0] is the program's path
  std::filesystem::path folder;          ///< its working directory
  std::vector<std::string> environment;  ///< "NAME=value", instead of ours of these names
  int output = -1;                       ///< its stdout and stderr
};

/// fork and exec, in a new process group that bears the child's pid. Returns when exec has
/// succeeded. Errors: `io` (no process, no pipe), `stack_failed` naming the step that failed in the
/// child and why; no child is left then.
[[nodiscard]] result<pid_t> exec_child(exec_request const& request);

}  // namespace limitproof
