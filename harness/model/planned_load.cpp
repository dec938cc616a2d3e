#include "harness/model/plan.hpp"

namespace limitproof {

bool is_open_loop(planned_load const& load) {
  return std::holds_alternative<paced_load>(load) || std::holds_alternative<ramp_load>(load);
}

}  // namespace limitproof
