#include "tests/limiters/random_attack.hpp"

#include <algorithm>
#include <cmath>

namespace limitproof {

std::int64_t random_attack::uniform(std::int64_t least, std::int64_t most) {
  return std::uniform_int_distribution<std::int64_t>(least, most)(engine_);
}

std::int64_t random_attack::magnitude(double least, double most) {
  auto const exponent = std::uniform_real_distribution(std::log(least), std::log(most))(engine_);
  return std::clamp(std::llround(std::exp(exponent)), std::llround(least), std::llround(most));
}

std::vector<script_limit> random_attack::limits() {
  std::vector<script_limit> drawn;
  for (auto count = uniform(1, 3); count > 0; --count) {
    script_limit limit{magnitude(1, 1e12), magnitude(1e3, 3.456e13), magnitude(1, 1e12)};
    if (uniform(0, 3) == 0) limit.burst = uniform(1, 5);
    if (uniform(0, 3) == 0) limit.count = uniform(1, 1000);
    if (uniform(0, 3) == 0) limit.per_us = uniform(1, 60) * 1'000'000;
    drawn.push_back(limit);
  }
  return drawn;
}

std::int64_t random_attack::cost(std::vector<script_limit> const& limits) {
  auto least = limits.front().burst;
  for (auto const& limit : limits) least = std::min(least, limit.burst);
  switch (uniform(0, 9)) {
    case 0:
      return 0;
    case 1:
      return least;
    case 2:
      return uniform(0, 1) == 0 ? least + 1 : -uniform(1, 1'000'000);
    case 3:
    case 4:
      return uniform(1, least);
    default:
      return magnitude(1, static_cast<double>(least));
  }
}

std::int64_t random_attack::clock_step(script_limit const& limit) {
  auto const permit_us = std::max<std::int64_t>(1, limit.per_us / limit.count);
  switch (uniform(0, 9)) {
    case 0:
      return -magnitude(1, 1e9);
    case 1:
      return magnitude(1, 6e13);
    case 2:
      return 0;
    case 3:
    case 4:
      return permit_us;
    default:
      return uniform(0, 3 * permit_us);
  }
}

}  // namespace limitproof
