#include "harness/guard/guard_tallies.hpp"

namespace limitproof {

guard_tallies& operator+=(guard_tallies& sum, guard_tallies const& part) {
  sum.deny_cache_hits += part.deny_cache_hits.value();
  sum.leases.taken += part.leases.taken.value();
  sum.leases.served += part.leases.served.value();
  sum.leases.expired += part.leases.expired.value();
  sum.limiter_calls += part.limiter_calls;
  return sum;
}

}  // namespace limitproof
