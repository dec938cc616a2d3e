#pragma once

#include <cstdint>

namespace limitproof {

/// A wall clock that is not exact: since run time 0 it has gone `drift_ppm` too fast, and every
/// `step_every_ns` it steps to some reading between 0 and `largest_step_ns` behind that, forwards
/// or backwards. So what it measures of a span L of run time is L·(1 + drift), give or take
/// `largest_step_ns`.
struct simulated_clock {
  std::int64_t start_us = 1'700'000'000'000'000;  ///< since the epoch, at run time 0
  std::int64_t drift_ppm = 0;
  std::int64_t largest_step_ns = 0;
  std::int64_t step_every_ns = 1;
  std::uint64_t seed = 0;

  /// Microseconds since the epoch at run time `run_ns` ≥ 0.
  [[nodiscard]] std::int64_t read_us(std::int64_t run_ns) const;
};

}  // namespace limitproof
