#include "harness/model/guarded_claims.hpp"

#include <catch2/catch.hpp>

namespace limitproof {

TEST_CASE("behind leases a limiter is held to neither exactness nor its Retry-After", "[model]") {
  limiter_claims const claimed{
      .shared = true, .atomic = true, .retry_after = true, .exact = true, .exact_waits = true};

  auto const leased = guarded_claims(claimed, guard_spec{.leases = lease_spec{}});
  CHECK_FALSE(leased.exact);
  CHECK_FALSE(leased.exact_waits);
  CHECK_FALSE(leased.retry_after);
  CHECK(leased.shared);
  CHECK(leased.atomic);
}

TEST_CASE("a deny cache and jitter take nothing from what a limiter claims", "[model]") {
  limiter_claims const claimed{.retry_after = true, .exact = true};

  auto const cached = guarded_claims(
      claimed, guard_spec{.deny_cache = true, .retry_jitter = std::chrono::seconds(2)});
  CHECK(cached.exact);
  CHECK(cached.retry_after);
}

}  // namespace limitproof
