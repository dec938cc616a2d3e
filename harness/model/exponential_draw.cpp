#include "harness/model/exponential_draw.hpp"

#include "harness/model/splitmix64.hpp"

namespace limitproof {

namespace {

__extension__ using unsigned_wide = unsigned __int128;

}  // namespace

duration exponential_draw(rate const& mean, std::uint64_t seed) {
  std::uint64_t drawn = 0;
  auto next = splitmix64(seed, drawn++);
  for (std::uint64_t whole = 0;; ++whole) {
    auto const fraction = next;
    auto least = fraction;
    std::uint64_t length = 1;
    while ((next = splitmix64(seed, drawn++)) <= least) {
      least = next;
      ++length;
    }
    if (length % 2 == 0) {
      next = splitmix64(seed, drawn++);
      continue;
    }
    auto const per = static_cast<std::uint64_t>(mean.per.count());
    auto const scaled = unsigned_wide{whole} * per + ((unsigned_wide{fraction} * per) >> 64U);
    return duration(static_cast<std::int64_t>(scaled / static_cast<std::uint64_t>(mean.count)));
  }
}

}  // namespace limitproof
