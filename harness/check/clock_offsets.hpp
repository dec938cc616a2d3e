#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

[[nodiscard]] finding check_clock_offsets(evidence const& e, measurements const& m);

}  // namespace limitproof
