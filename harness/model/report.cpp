#include "harness/model/report.hpp"

#include "harness/model/policy_parts.hpp"

namespace limitproof {

std::string name_of(run_report const& run) {
  return run_name(run.limiter, run.policy_name);
}

}  // namespace limitproof
