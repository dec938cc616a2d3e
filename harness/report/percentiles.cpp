#include "harness/report/percentiles.hpp"

#include <algorithm>
#include <cstddef>

namespace limitproof {

namespace {

std::int64_t microseconds(std::int64_t ns) {
  return (ns + 500) / 1000;
}

}  // namespace

percentiles_us percentiles_of(std::vector<std::int64_t> times_ns) {
  if (times_ns.empty()) return {};
  auto unordered = times_ns.begin();
  // Asked in ascending order: everything before the last answer is already no greater than it.
  auto const next = [&](std::size_t per_mille) {
    auto const rank = (times_ns.size() * per_mille + 999) / 1000;
    auto const place = times_ns.begin() + static_cast<std::ptrdiff_t>(rank - 1);
    std::nth_element(unordered, place, times_ns.end());
    unordered = place;
    return microseconds(*place);
  };

  percentiles_us found;
  found.count = static_cast<std::int64_t>(times_ns.size());
  found.p50 = next(500);
  found.p90 = next(900);
  found.p99 = next(990);
  found.p999 = next(999);
  found.max = next(1000);
  return found;
}

}  // namespace limitproof
