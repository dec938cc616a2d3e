#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

[[nodiscard]] finding check_header_contract(evidence const& e, measurements const& m);

}  // namespace limitproof
