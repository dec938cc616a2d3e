#include "harness/guard/guard_tallies.hpp"

namespace limitproof {

guard_tallies& operator+=(guard_tallies& sum, guard_tallies const& part) {
  sum.deny_cache_hits += part.deny_cache_hits.value();
  sum.leases.taken += part.leases.taken.value();
  sum.leases.served += part.leases.served.value();
  sum.leases.expired += part.leases.expired.value();
  sum.limiter_calls += part.limiter_calls;
  sum.breaker.openings += part.breaker.openings.value();
  sum.breaker.turned_away += part.breaker.turned_away.value();
  sum.breaker.not_closed += part.breaker.not_closed.value();
  return sum;
}

}  // namespace limitproof
