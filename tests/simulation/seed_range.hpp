#pragma once

#include <cstdint>

namespace limitproof {

/// Which seeds a test goes through, so that any of its runs can be had again alone.
struct seed_range {
  std::uint64_t first = 1;
  std::uint64_t count = 1;
};

/// What `--seed` and `--runs` ask for: otherwise 1 and `usual_count`.
[[nodiscard]] seed_range seeds_to_run(std::uint64_t usual_count);

}  // namespace limitproof
