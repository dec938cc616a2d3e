#include "harness/node/node_counters.hpp"

namespace limitproof {

std::string to_text(node_counters const& counters) {
  auto text = "requests=" + std::to_string(counters.requests) +
              " admitted=" + std::to_string(counters.admitted) +
              " denied=" + std::to_string(counters.denied) +
              " refused=" + std::to_string(counters.refused) +
              " script_errors=" + std::to_string(counters.script_errors) +
              " degraded=" + std::to_string(counters.degraded);
  if (counters.policy_updates > 0 || counters.policy_refusals > 0)
    text += " policy_updates=" + std::to_string(counters.policy_updates) +
            " policy_refusals=" + std::to_string(counters.policy_refusals);
  return text;
}

}  // namespace limitproof
