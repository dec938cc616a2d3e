#pragma once

#include "harness/model/error.hpp"
#include "harness/model/external_target.hpp"
#include "harness/model/report.hpp"
#include "harness/model/stack_kind.hpp"
#include "harness/run/catalog.hpp"
#include "harness/run/run_observer.hpp"

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>

namespace limitproof {

struct run_options {
  catalog where;
  std::filesystem::path out;  ///< run directories are created in it
  std::string command;        ///< as the user typed it
  bool strict = false;        ///< ignore the scenario's expectations: any fail fails
  std::atomic<bool> const& stop;
  run_observer& observer;
  std::optional<external_target> target{};  ///< attacked instead of a stack of the scenario's
  stack_kind stack = stack_kind::local;     ///< where the scenario's own stack runs
};

/// What a target's limiter is called where nobody named it: it claims nothing.
inline constexpr auto unnamed_limiter = "target";

struct finished_run {
  std::filesystem::path directory;
  limitproof::report report;
  std::optional<error> failure{};  ///< what ended it before its last limiter was judged
};

/// The line: scenario → plan → for each limiter stack, attack, history, verdict → report files.
/// What fails before a limiter was judged is an error; later, the report is of those that were.
[[nodiscard]] result<finished_run> run_scenario(found_scenario const& s,
                                                run_options const& options);

}  // namespace limitproof
