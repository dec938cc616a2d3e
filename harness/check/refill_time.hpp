#pragma once

#include "harness/model/policy.hpp"

#include <cstdint>

namespace limitproof {

/// How long, in ns, all of a limit takes to come back once nothing is admitted any more, whatever
/// was admitted before: burst·per/count, rounded up, for a bucket or GCRA, per for a window or a
/// log, 2·per for a sliding counter. Saturates at a quarter of INT64_MAX.
[[nodiscard]] std::int64_t refill_time_ns(algorithm a, limit const& l);

}  // namespace limitproof
