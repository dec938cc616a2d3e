#include "harness/model/plan.hpp"
#include "harness/model/splitmix64.hpp"
#include "harness/model/zipf_rank.hpp"

namespace limitproof {

namespace {

__extension__ using unsigned_wide = unsigned __int128;

// Multiply and keep the high half: every value comes up equally often but for count / 2^64.
std::uint64_t below(std::uint64_t count, std::uint64_t random_bits) {
  return static_cast<std::uint64_t>((unsigned_wide{random_bits} * count) >> 64U);
}

std::uint32_t place_of(planned_keys const& keys, std::uint64_t index) {
  if (!keys.random) return static_cast<std::uint32_t>(index / keys.each % keys.count);
  auto const random_bits = splitmix64(keys.seed, index);
  if (keys.zipf_permille == 0) return static_cast<std::uint32_t>(below(keys.count, random_bits));
  return zipf_rank(keys.count, keys.zipf_permille, random_bits) - 1;
}

}  // namespace

std::uint32_t draw_key(planned_keys const& keys, std::uint64_t index) {
  auto const place = place_of(keys, index);
  return keys.members.empty() ? keys.first + place : keys.members[place];
}

}  // namespace limitproof
