#pragma once

#include <cstdint>

namespace limitproof {

/// Output `index` of the SplitMix64 generator seeded with `seed` (Steele, Lea & Flood, "Fast
/// splittable pseudorandom number generators", OOPSLA 2014): a pure function, so that any draw of
/// a run can be made again without the draws before it. Seed 0 begins e220a8397b1dcdaf.
[[nodiscard]] constexpr std::uint64_t splitmix64(std::uint64_t seed, std::uint64_t index) {
  auto z = seed + (index + 1) * 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

}  // namespace limitproof
