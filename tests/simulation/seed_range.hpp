#pragma once

#include <cstdint>

namespace limitproof {

/// Which seeds a test goes through, so that any of its runs can be had again alone.
struct seed_range {
  std::uint64_t first = 1;
  std::uint64_t count = 1;
};

/// LIMITPROOF_SIMULATION_SEED and LIMITPROOF_SIMULATION_RUNS of the environment: otherwise 1 and
/// `usual_count`. Fails the test if one of them is no whole number.
[[nodiscard]] seed_range seeds_to_run(std::uint64_t usual_count);

}  // namespace limitproof
