#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

[[nodiscard]] finding check_unknown_share(evidence const& e, measurements const& m);

}  // namespace limitproof
