#include "harness/guard/guarded.hpp"

#include "harness/guard/breaking_limiter.hpp"
#include "harness/guard/deny_cache.hpp"
#include "harness/guard/fresh_seed.hpp"
#include "harness/guard/local_fallback.hpp"
#include "harness/guard/permit_lease.hpp"
#include "harness/guard/retry_jitter.hpp"
#include "harness/guard/timed_limiter.hpp"

#include <utility>

namespace limitproof {

std::unique_ptr<limiter> guarded(std::unique_ptr<limiter> decides,
                                 guard_chain const& chain,
                                 guard_tallies& tallies) {
  auto const& [guards, claims, alone] = chain;
  decides = std::make_unique<timed_limiter>(std::move(decides), tallies.limiter_calls);
  if (guards.breaker)
    decides = std::make_unique<breaking_limiter>(
        std::move(decides), circuit_breaker(*guards.breaker, fresh_seed()), tallies.breaker);
  if (guards.leases)
    decides = std::make_unique<permit_lease>(
        std::move(decides), *guards.leases, claims.algorithm, guards.deadline, tallies.leases);
  if (guards.deny_cache)
    decides = std::make_unique<deny_cache>(
        std::move(decides), claims.exact_waits, tallies.deny_cache_hits);
  if (alone) decides = std::make_unique<local_fallback>(std::move(decides), *alone);
  if (guards.retry_jitter > duration(0))
    decides = std::make_unique<retry_jitter>(std::move(decides), guards.retry_jitter, fresh_seed());
  return decides;
}

}  // namespace limitproof
