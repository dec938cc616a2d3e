#include "harness/model/guarded_claims.hpp"

namespace limitproof {

limiter_claims guarded_claims(limiter_claims claims, guard_spec const& guards) {
  if (guards.leases) {
    claims.exact = false;
    claims.exact_waits = false;
    claims.retry_after = false;
  }
  return claims;
}

}  // namespace limitproof
