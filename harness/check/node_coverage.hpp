#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

[[nodiscard]] finding check_node_coverage(evidence const& e, measurements const& m);

}  // namespace limitproof
