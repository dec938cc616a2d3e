#pragma once

#include "harness/model/policy.hpp"
#include "harness/model/tolerance.hpp"

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

/// A limit as a judgement holds a limiter to it: the curve of `limit`, raised by `slack`.
struct loosened_limit {
  limitproof::limit limit;
  std::int64_t slack = 0;
};

/// What clocks that are not exact can make of a limit, with drift ρ and granularity g. What lasts
/// L on the generator's clock lasts at most L·(1 + ρ) on the limiter's, so `per` is over after
/// per/(1 + ρ). A limiter whose time moves in steps of g sees a window end up to g too early: `per`
/// shrinks by g, to 1 ns at least. A bucket (and a sliding counter, which decays alike) gets the
/// refill of up to g at once, at whichever instant: it rises by count·g/per. The declared slack
/// comes on top. Rounded in the limiter's favour, and exact where nothing is allowed for.
[[nodiscard]] loosened_limit loosened(algorithm a, limit const& l, tolerance const& allowed);

/// The curve of a loosened limit.
[[nodiscard]] std::int64_t most_admitted_with_slack(algorithm a,
                                                    loosened_limit const& l,
                                                    duration length);

}  // namespace limitproof
