#pragma once

#include <cstdint>

namespace limitproof {

/// All chance of an experiment, from its seed: the same draws with every compiler and library.
class seeded_draws {
 public:
  explicit seeded_draws(std::uint64_t seed) : seed_(seed) {}

  /// least ≤ most.
  [[nodiscard]] std::int64_t between(std::int64_t least, std::int64_t most);

  /// Every order of magnitude alike; 1 ≤ least ≤ most.
  [[nodiscard]] std::int64_t magnitude(std::int64_t least, std::int64_t most);

  [[nodiscard]] bool happens(std::int64_t ppm) { return between(0, 999'999) < ppm; }

  /// Exponentially distributed around `mean` ≥ 0, rounded down.
  [[nodiscard]] std::int64_t memoryless(std::int64_t mean);

  /// A seed for something that draws by itself.
  [[nodiscard]] std::uint64_t seed();

 private:
  /// In [0, 1).
  [[nodiscard]] double fraction();

  std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
};

}  // namespace limitproof
