#pragma once

#include "harness/guard/tally.hpp"
#include "harness/node/node_counters.hpp"
#include "harness/node/response.hpp"

namespace limitproof {

/// What one thread of a node answered; each answer is in one of them. /healthz is not counted.
struct answer_tallies {
  tally allowed;  ///< by the store, as the next one
  tally denied;
  tally failed_open;    ///< the store did not decide: served
  tally failed_closed;  ///< the store did not decide: turned away
  tally local_allowed;  ///< the store did not decide, and the node did by itself
  tally local_denied;
  tally refused;         ///< cannot have taken a permit
  tally limiter_errors;  ///< the limiter failed
  bool operator==(answer_tallies const&) const = default;
};

void count(answer_tallies& tallies, response const& answer);

answer_tallies& operator+=(answer_tallies& sum, answer_tallies const& part);

[[nodiscard]] node_counters counters_of(answer_tallies const& tallies);

}  // namespace limitproof
