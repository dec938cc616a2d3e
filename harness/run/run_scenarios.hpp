#pragma once

#include "harness/model/run_summary.hpp"
#include "harness/model/scenario_outcome.hpp"
#include "harness/run/run_scenario.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace limitproof {

/// One of several scenarios: its file may be bad, which is a row of the summary and no reason not
/// to run the others.
struct chosen_scenario {
  std::string asked;    ///< its name or file, as the user gave it
  std::string name;     ///< as it was asked for, where its file is bad
  std::string command;  ///< reproduces its run alone
  result<found_scenario> found;
};

struct finished_summary {
  std::filesystem::path directory;
  run_summary summary;
  std::vector<scenario_outcome> outcomes;  ///< of those that were begun, in the order chosen
};

/// Runs the scenarios, each into a directory of its own, and keeps summary.json and summary.md in
/// `<out>/<utc>-all` up to date, in the order they were chosen; junit.xml joins them at the end. So
/// many `lanes` go on at once, each with a stack of its own; those that must have the machine to
/// themselves follow one by one. What a scenario fails with is its row, and its exit code counts;
/// an interruption ends them all. Errors: that folder cannot be written.
[[nodiscard]] result<finished_summary> run_scenarios(std::vector<chosen_scenario> const& chosen,
                                                     run_options const& options,
                                                     std::size_t lanes);

}  // namespace limitproof
