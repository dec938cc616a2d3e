#include "harness/guard/fresh_seed.hpp"

#include <random>

namespace limitproof {

std::uint64_t fresh_seed() {
  std::random_device entropy;
  return std::uint64_t{entropy()} << 32U | entropy();
}

}  // namespace limitproof
