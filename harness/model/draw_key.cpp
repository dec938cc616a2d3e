#include "harness/model/plan.hpp"
#include "harness/model/splitmix64.hpp"

namespace limitproof {

namespace {

__extension__ using wide = unsigned __int128;

// Multiply and keep the high half: every value comes up equally often but for count / 2^64.
std::uint64_t below(std::uint64_t count, std::uint64_t random_bits) {
  return static_cast<std::uint64_t>((wide{random_bits} * count) >> 64U);
}

}  // namespace

std::uint32_t draw_key(planned_keys const& keys, std::uint64_t index) {
  auto const place =
      static_cast<std::uint32_t>(keys.random ? below(keys.count, splitmix64(keys.seed, index))
                                             : index / keys.each % keys.count);
  return keys.members.empty() ? keys.first + place : keys.members[place];
}

}  // namespace limitproof
