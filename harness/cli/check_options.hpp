#pragma once

#include "harness/cli/command_line.hpp"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace limitproof {

/// The flags of `run` and `check` that stand in for the scenario's tolerance.
void add_tolerance(CLI::App& sub, tolerance_changes& changes);

void add_check(CLI::App& app, check_command& check);

/// What is wrong with options that are each right: those of a history file beside a run directory,
/// or a history without a policy. nullopt: nothing.
[[nodiscard]] std::optional<std::string> conflict_in(check_command const& check);

}  // namespace limitproof
