#pragma once

#include "harness/model/verdict.hpp"
#include "limiters/make_limiter.hpp"
#include "tests/simulation/simulated_node.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// A shipped limiter with one fault that real ones had, and the check that is to find it.
struct broken_limiter {
  std::string fault;
  limiter_plugin plugin;
  check_name found_by = check_name::over_admission;
  store_calls calls = store_calls::one_script;
};

/// Fails the test if a script no longer has the line that a fault changes.
[[nodiscard]] std::vector<broken_limiter> broken_limiters();

}  // namespace limitproof
