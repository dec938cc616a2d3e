#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

[[nodiscard]] finding check_wrongful_denial(evidence const& e, measurements const& m);

}  // namespace limitproof
