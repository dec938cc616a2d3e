#pragma once

#include "tests/limiters/reference_bucket.hpp"

#include <cstdint>
#include <random>
#include <vector>

namespace limitproof {

/// Policies, costs and steps of the clock of every size that a scenario can state, from one seed.
class random_attack {
 public:
  explicit random_attack(std::uint64_t seed) : engine_(seed) {}

  [[nodiscard]] std::int64_t uniform(std::int64_t least, std::int64_t most);

  /// Every order of magnitude alike.
  [[nodiscard]] std::int64_t magnitude(double least, double most);

  /// One to three.
  [[nodiscard]] std::vector<script_limit> limits();

  /// Sometimes 0, negative, or more than some limit's burst.
  [[nodiscard]] std::int64_t cost(std::vector<script_limit> const& limits);

  /// Mostly about the time that a permit takes, sometimes days, sometimes backwards.
  [[nodiscard]] std::int64_t clock_step(script_limit const& limit);

 private:
  std::mt19937_64 engine_;
};

}  // namespace limitproof
