#include "harness/model/zipf_rank.hpp"

#include "harness/model/splitmix64.hpp"

#include <algorithm>
#include <cmath>

namespace limitproof {

namespace {

/// x^-s and its integral from 1, which for s = 1 is the logarithm.
struct power_law {
  std::int64_t exponent_permille;

  [[nodiscard]] double density(double x) const { return std::pow(x, -exponent()); }

  [[nodiscard]] double area(double x) const {
    return is_reciprocal() ? std::log(x) : (std::pow(x, 1 - exponent()) - 1) / (1 - exponent());
  }

  [[nodiscard]] double at_area(double a) const {
    return is_reciprocal() ? std::exp(a) : std::pow(1 + a * (1 - exponent()), 1 / (1 - exponent()));
  }

 private:
  [[nodiscard]] double exponent() const { return static_cast<double>(exponent_permille) / 1000; }

  [[nodiscard]] bool is_reciprocal() const { return exponent_permille == 1000; }
};

// In [0, 1): the upper 53 bits, all a double holds.
double uniform(std::uint64_t random_bits) {
  return static_cast<double>(random_bits >> 11U) * 0x1p-53;
}

}  // namespace

std::uint32_t zipf_rank(std::uint32_t count, std::int64_t exponent_permille, std::uint64_t seed) {
  power_law const law{exponent_permille};
  auto const most = static_cast<double>(count);
  // Rank 1 gets exactly its density, by a first piece of area that begins at area(1.5) - h(1).
  auto const first = law.area(1.5) - 1;
  auto const last = law.area(most + 0.5);
  for (std::uint64_t attempt = 0;; ++attempt) {
    auto const area = last + uniform(splitmix64(seed, attempt)) * (first - last);
    auto const rank = std::clamp(std::round(law.at_area(area)), 1.0, most);
    if (area >= law.area(rank + 0.5) - law.density(rank)) return static_cast<std::uint32_t>(rank);
  }
}

}  // namespace limitproof
