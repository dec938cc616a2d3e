#pragma once

#include "harness/guard/guard_tallies.hpp"
#include "harness/model/guards.hpp"
#include "harness/model/limiter_manifest.hpp"
#include "limiters/limiter.hpp"

#include <memory>

namespace limitproof {

/// The limiter behind its guards, of one node thread. The line a question takes, from the node to
/// the store: each guard either answers it or hands it on. The guards are ones that check_guards
/// has let pass; `tallies` outlives them, and is written to by this thread alone.
[[nodiscard]] std::unique_ptr<limiter> guarded(std::unique_ptr<limiter> decides,
                                               guard_spec const& guards,
                                               limiter_claims const& claims,
                                               guard_tallies& tallies);

}  // namespace limitproof
