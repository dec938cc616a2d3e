#pragma once

#include <cstdint>
#include <string>

namespace limitproof {

/// What a node, or a thread of one, answered. /healthz is not counted.
struct node_counters {
  std::int64_t requests = 0;  ///< the sum of the following but `degraded`
  std::int64_t admitted = 0;
  std::int64_t denied = 0;
  std::int64_t refused = 0;          ///< cannot have taken a permit
  std::int64_t script_errors = 0;    ///< the limiter failed
  std::int64_t degraded = 0;         ///< of the admitted and denied: without the store
  std::int64_t policy_updates = 0;   ///< of several policies, taken over by the node
  std::int64_t policy_refusals = 0;  ///< of several policies, that could not be
  bool operator==(node_counters const&) const = default;
};

/// "requests=3 admitted=2 denied=1 refused=0 script_errors=0 degraded=0", and of a node whose
/// policies changed " policy_updates=1 policy_refusals=0".
[[nodiscard]] std::string to_text(node_counters const& counters);

}  // namespace limitproof
