#pragma once

#include "harness/model/guards.hpp"
#include "harness/model/limiter_manifest.hpp"

namespace limitproof {

/// What clients can hold a limiter to that stands behind guards. A deny cache changes no claim, as
/// it denies only what the limiter would. A lease does: a node may deny while others hold permits,
/// tells what remained when its batch was taken, and whoever is told to wait by one node may be
/// admitted by another's lease at once. So it is neither exact, nor can its Retry-After be relied
/// on. What it may admit in an interval is declared as slack (tolerance).
[[nodiscard]] limiter_claims guarded_claims(limiter_claims claims, guard_spec const& guards);

}  // namespace limitproof
