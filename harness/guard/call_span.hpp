#pragma once

#include <chrono>

namespace limitproof {

/// When a limiter was asked, and when its answer was here: it decided somewhere in between. On the
/// node's monotonic clock, which nobody sets.
struct call_span {
  using time_point = std::chrono::steady_clock::time_point;

  time_point asked;
  time_point answered;
};

}  // namespace limitproof
