#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

[[nodiscard]] finding check_lock_out(evidence const& e, measurements const& m);

}  // namespace limitproof
