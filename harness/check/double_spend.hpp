#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

[[nodiscard]] finding check_double_spend(evidence const& e, measurements const& m);

}  // namespace limitproof
