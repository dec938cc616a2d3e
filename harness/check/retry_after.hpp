#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

[[nodiscard]] finding check_retry_after(evidence const& e, measurements const& m);

}  // namespace limitproof
