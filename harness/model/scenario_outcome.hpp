#pragma once

#include "harness/model/error.hpp"
#include "harness/model/report.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// What became of one scenario that was to be run.
struct scenario_outcome {
  std::string asked;     ///< its name or file, as the user gave it
  std::string scenario;  ///< its name; as it was asked for, where its file is bad
  std::optional<limitproof::report> report{};  ///< none: not one of its limiters was judged
  std::string run_directory{};     ///< its name beside a summary's; empty: there is none
  std::optional<error> failure{};  ///< what kept it from all, or the rest, of its limiters
};

/// What it ends the program with when it is the only one.
[[nodiscard]] int exit_code_of(scenario_outcome const& outcome);

/// How many runs there were, scenarios that could not be run included, and of these how many came
/// out as expected.
struct outcome_count {
  std::int64_t runs = 0;
  std::int64_t met = 0;
  bool operator==(outcome_count const&) const = default;
};

[[nodiscard]] outcome_count count(std::vector<scenario_outcome> const& outcomes);

}  // namespace limitproof
