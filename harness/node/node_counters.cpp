#include "harness/node/node_counters.hpp"

namespace limitproof {

void count(node_counters& counters, response const& answer) {
  ++counters.requests;
  if (answer.not_charged)
    ++counters.refused;
  else if (answer.status == 200)
    ++counters.admitted;
  else if (answer.status == 500)
    ++counters.script_errors;
  else
    ++counters.denied;
  if (answer.degraded) ++counters.degraded;
}

node_counters& operator+=(node_counters& sum, node_counters const& part) {
  sum.requests += part.requests;
  sum.admitted += part.admitted;
  sum.denied += part.denied;
  sum.refused += part.refused;
  sum.script_errors += part.script_errors;
  sum.degraded += part.degraded;
  sum.policy_updates += part.policy_updates;
  sum.policy_refusals += part.policy_refusals;
  return sum;
}

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
