#pragma once

#include "harness/model/comparison.hpp"
#include "harness/model/error.hpp"
#include "harness/serve/request_target.hpp"

#include <filesystem>
#include <string>

namespace limitproof {

/// Two of the runs, each "DIRECTORY", "DIRECTORY/LIMITER" or "DIRECTORY/LIMITER/POLICY".
struct compare_choice {
  std::string before, after;
};

/// From the query "a=…&b=…". Errors: bad_usage, saying which is missing, or is no run.
[[nodiscard]] result<compare_choice> read_choice(request_target const& asked);

/// As `limitproof compare` compares them. Errors: bad_file, also for what is not in `runs`.
[[nodiscard]] result<comparison> compare_chosen(std::filesystem::path const& runs,
                                                compare_choice const& choice);

/// The command that prints the same.
[[nodiscard]] std::string compare_command_text(std::filesystem::path const& runs,
                                               compare_choice const& choice);

}  // namespace limitproof
