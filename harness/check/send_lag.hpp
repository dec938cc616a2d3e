#pragma once

#include "harness/check/measurements.hpp"

namespace limitproof {

/// Whether operation `op` had a time to be sent at: all but those of closed-loop phases.
[[nodiscard]] bool is_open_loop(evidence const& e, operation const& op);

[[nodiscard]] finding check_send_lag(evidence const& e, measurements const& m);

}  // namespace limitproof
