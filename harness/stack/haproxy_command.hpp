#pragma once

#include "harness/model/error.hpp"

#include <filesystem>
#include <string>

namespace limitproof {

/// Sends one command to the admin socket of the HAProxy that runs in `folder`, and returns the
/// answer: empty for most that were carried out. Errors: `stack_failed`, also for an answer that
/// takes longer than 2 s.
[[nodiscard]] result<std::string> command_haproxy(std::filesystem::path const& folder,
                                                  std::string const& command);

}  // namespace limitproof
