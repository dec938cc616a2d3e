#pragma once

#include "harness/model/units.hpp"

#include <cstdint>

namespace limitproof {

/// What a judgement allows for. The first three describe the measurement and the limiter, and
/// loosen the policy itself; what is certified beyond them
/// is a real excess, of which the last two forgive a stated amount.
struct tolerance {
  std::int64_t clock_drift_ppm =
      0;                        ///< between the generator's and the limiter's clock, either way
  duration time_granularity{};  ///< the limiter sees time in steps of this
  std::int64_t slack = 0;       ///< permits that the algorithm is declared to overshoot by
  std::int64_t permits = 0;     ///< certified excess forgiven
  std::int64_t share_ppm = 0;   ///< and this share of what the offending interval allows
  bool operator==(tolerance const&) const = default;
};

}  // namespace limitproof
