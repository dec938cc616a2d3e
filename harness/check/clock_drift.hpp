#pragma once

#include <cstdint>

namespace limitproof {

/// How far a clock that drifts by `drift_ppm` is off after `run_ns`, rounded towards 0.
[[nodiscard]] inline std::int64_t drift_over(std::int64_t run_ns, std::int64_t drift_ppm) {
  constexpr std::int64_t million = 1'000'000;
  // The same as run_ns · drift_ppm / million, in 64 bits.
  return run_ns / million * drift_ppm + run_ns % million * drift_ppm / million;
}

}  // namespace limitproof
