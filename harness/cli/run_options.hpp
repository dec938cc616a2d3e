#pragma once

#include "harness/cli/command_line.hpp"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace limitproof {

void add_run(CLI::App& app, run_command& run);

/// What is wrong with options that are each right: no scenario, or one that is to be run among all
/// of them; several runs against one target. nullopt: nothing.
[[nodiscard]] std::optional<std::string> conflict_in(run_command const& run);

/// The command line that reproduces `run`.
[[nodiscard]] std::string command_text(run_command const& run);

/// What of `run` is for one scenario of the several it names.
[[nodiscard]] run_command for_one(run_command run, std::string const& scenario);

/// The same for one limiter of that scenario alone.
[[nodiscard]] run_command for_limiter(run_command run,
                                      std::string const& scenario,
                                      std::string const& limiter);

}  // namespace limitproof
