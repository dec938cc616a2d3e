#include "harness/check/swept_curve.hpp"

#include <bit>
#include <numeric>

namespace limitproof {

namespace {

constexpr int most_bits = 118;
constexpr std::int64_t largest_scale = std::int64_t{1} << 56;  // times 2^62 ns

int bits(std::int64_t value) {
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(value)));
}

bool fits(affine_curve const& curve, std::int64_t scale) {
  return bits(curve.burst) + bits(curve.per) + bits(scale / curve.count) <= most_bits;
}

}  // namespace

std::optional<std::int64_t> exact_scale(std::span<judged_curve const> curves,
                                        std::size_t requests) {
  wide scale = 1;
  bool has_open_ends = false;
  for (auto const& judged : curves) {
    if (auto const* const affine = std::get_if<affine_curve>(&judged.curve))
      scale *= affine->count / std::gcd(static_cast<std::int64_t>(scale), affine->count);
    else
      has_open_ends = has_open_ends || std::get<stair_curve>(judged.curve).early > 0;
    if (scale > largest_scale) return std::nullopt;
  }
  if (has_open_ends) scale *= static_cast<std::int64_t>(requests) + 1;
  if (scale > largest_scale) return std::nullopt;
  auto const exact = static_cast<std::int64_t>(scale);
  for (auto const& judged : curves)
    if (auto const* const affine = std::get_if<affine_curve>(&judged.curve))
      if (!fits(*affine, exact)) return std::nullopt;
  return exact;
}

}  // namespace limitproof
