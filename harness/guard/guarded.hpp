#pragma once

#include "harness/guard/guard_tallies.hpp"
#include "harness/guard/local_bucket.hpp"
#include "harness/model/guards.hpp"
#include "harness/model/limiter_manifest.hpp"
#include "limiters/limiter.hpp"

#include <memory>
#include <optional>

namespace limitproof {

/// What a chain of guards is made of; the guards are ones that check_guards has let pass.
struct guard_chain {
  guard_spec guards;
  limiter_claims claims{};
  std::optional<local_share> alone{};  ///< what is handed out while the store does not decide
};

/// The limiter behind its guards, of one node thread. The line a question takes, from the node to
/// the store: jitter, local fallback, deny cache, leases, breaker, stopwatch, limiter; each either
/// answers it or hands it on. What a node decides alone is outside the cache, which knows the
/// store's denials only. `tallies` outlives them, and is written to by this thread alone.
[[nodiscard]] std::unique_ptr<limiter> guarded(std::unique_ptr<limiter> decides,
                                               guard_chain const& chain,
                                               guard_tallies& tallies);

}  // namespace limitproof
