#pragma once

#include "harness/model/policy.hpp"

#include <cstdint>

namespace limitproof {

/// α(L): the most permits algorithm `a` may admit under `l` within any closed interval of length
/// `length` ≥ 0 (arrival curves: Le Boudec & Thiran, "Network Calculus", LNCS 2050). Exact integer
/// arithmetic, saturating at INT64_MAX; `none` is INT64_MAX. The table of design section 4:
///   token bucket, GCRA     ⌊burst + count·L/per⌋
///   sliding log            count·(⌊L/per⌋ + 1)
///   sliding counter        ⌊count + count·L/per⌋
///   fixed window, both     count·(⌈L/per⌉ + 1), count at L = 0
[[nodiscard]] std::int64_t most_admitted(algorithm a, limit const& l, duration length);

}  // namespace limitproof
