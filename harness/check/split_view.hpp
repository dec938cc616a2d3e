#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

[[nodiscard]] finding check_split_view(evidence const& e, measurements const& m);

}  // namespace limitproof
