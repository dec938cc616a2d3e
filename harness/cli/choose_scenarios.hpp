#pragma once

#include "harness/cli/command_line.hpp"
#include "harness/run/run_scenarios.hpp"

#include <vector>

namespace limitproof {

/// The one scenario that `run` names, as its flags change it: size, seed, limiters, tolerance. With
/// a target nothing is expected of it but a pass, and a limiter nobody named is judged by the
/// promise itself.
[[nodiscard]] result<found_scenario> choose_scenario(run_command const& run, catalog const& where);

/// The scenarios that `run` names, or all of the catalog; a bad file is among them. With --all and
/// --limiter, those that compare one of these limiters, and only for these. --repeat has them all
/// again, in the same order. Errors: bad_usage if nothing is left, or nothing for one of the
/// limiters.
[[nodiscard]] result<std::vector<chosen_scenario>> choose_scenarios(run_command const& run,
                                                                    catalog const& where);

}  // namespace limitproof
