#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

[[nodiscard]] finding check_store_keys(evidence const& e, measurements const& m);

}  // namespace limitproof
