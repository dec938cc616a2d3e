#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

[[nodiscard]] finding check_overlap(evidence const& e, measurements const& m);

}  // namespace limitproof
