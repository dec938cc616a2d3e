#pragma once

#include "harness/check/measurements.hpp"

#include <span>

namespace limitproof {

/// Judges every key's `admissions` by all `limits` and fills in what `m` says of excess: by
/// decision times where they exist, else by intervals that hold too much, else by requests that
/// cannot all be legal; what none of these settles is counted as undecided.
void measure_excess(measurements& m,
                    admissions_by_key const& admissions,
                    std::span<judged_limit const> limits);

}  // namespace limitproof
