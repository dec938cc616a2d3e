#include "tests/simulation/seeded_draws.hpp"

#include "harness/model/splitmix64.hpp"

#include <algorithm>
#include <cmath>

namespace limitproof {

std::int64_t seeded_draws::between(std::int64_t least, std::int64_t most) {
  auto const choices = static_cast<std::uint64_t>(most - least) + 1;
  return least + static_cast<std::int64_t>(seed() % choices);
}

std::int64_t seeded_draws::magnitude(std::int64_t least, std::int64_t most) {
  auto const low = std::log(static_cast<double>(least));
  auto const high = std::log(static_cast<double>(most) + 1.0);
  auto const drawn = std::exp(low + fraction() * (high - low));
  return std::clamp(static_cast<std::int64_t>(drawn), least, most);
}

std::int64_t seeded_draws::memoryless(std::int64_t mean) {
  return static_cast<std::int64_t>(-std::log(1.0 - fraction()) * static_cast<double>(mean));
}

std::uint64_t seeded_draws::seed() {
  return splitmix64(seed_, drawn_++);
}

double seeded_draws::fraction() {
  return static_cast<double>(seed() >> 11U) * 0x1p-53;
}

}  // namespace limitproof
