#include "harness/model/units.hpp"

namespace limitproof {

namespace {
// 2000/s over a day is 1.7e8 · 1e9: past 63 bits, so the products are taken in 128.
__extension__ using wide = __int128;
}  // namespace

duration rate::due(std::int64_t index) const {
  return duration(static_cast<std::int64_t>(wide{index} * per.count() / count));
}

std::int64_t rate::events_within(duration length) const {
  auto const product = wide{length.count()} * count;
  return static_cast<std::int64_t>((product + per.count() - 1) / per.count());
}

}  // namespace limitproof
