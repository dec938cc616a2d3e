#pragma once

#include "harness/model/units.hpp"

#include <cstdint>

namespace limitproof {

/// How long until the next event of a Poisson process of `mean` rate: an exponential draw, the same
/// for the same seed on every machine. Rounded down to the nanosecond.
///
/// J. von Neumann's method ("Various techniques used in connection with random digits", National
/// Bureau of Standards Applied Mathematics Series 12, 1951): draw uniform numbers for as long as
/// each is not above the one before. A run u1 ≥ u2 ≥ … ≥ un of odd length begins with an
/// exponential variate's fraction, and every run of even length before it adds one to the whole
/// part. It needs comparisons only: no logarithm whose last bit another library computes otherwise.
[[nodiscard]] duration exponential_draw(rate const& mean, std::uint64_t seed);

}  // namespace limitproof
