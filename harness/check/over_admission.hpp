#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

[[nodiscard]] finding check_over_admission(evidence const& e, measurements const& m);

}  // namespace limitproof
