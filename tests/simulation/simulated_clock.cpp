#include "tests/simulation/simulated_clock.hpp"

#include "harness/model/splitmix64.hpp"

namespace limitproof {

std::int64_t simulated_clock::read_us(std::int64_t run_ns) const {
  auto const stretch = static_cast<std::uint64_t>(run_ns / step_every_ns);
  auto const steps = static_cast<std::uint64_t>(largest_step_ns) + 1;
  auto const behind = static_cast<std::int64_t>(splitmix64(seed, stretch) % steps);
  auto const drifted = run_ns / 1'000'000 * drift_ppm + run_ns % 1'000'000 * drift_ppm / 1'000'000;
  return start_us + (run_ns + drifted - behind) / 1000;
}

}  // namespace limitproof
