#pragma once

#include "harness/model/scenario_outcome.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// junit.xml, as CI systems read it: a suite for each limiter of each scenario, in it a case for
/// each expectation. An unmet one is a `failure`, or an `error` where the run was inconclusive;
/// what could not be run or judged is an `error` too. Each suite's first case, and each that is
/// unmet, has the certificate in its `system-out`. `name` is the whole's.
[[nodiscard]] std::string write_junit(std::string const& name,
                                      std::vector<scenario_outcome> const& outcomes);

}  // namespace limitproof
