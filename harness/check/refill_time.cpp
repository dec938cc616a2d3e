#include "harness/check/refill_time.hpp"

#include "harness/check/wide.hpp"

#include <algorithm>
#include <limits>

namespace limitproof {

std::int64_t refill_time_ns(algorithm a, limit const& l) {
  constexpr wide most = std::numeric_limits<std::int64_t>::max() / 4;
  auto const per = l.per.count();
  if (is_bucket(a))
    return static_cast<std::int64_t>(std::min((wide{l.burst} * per + l.count - 1) / l.count, most));
  return a == algorithm::sliding_counter ? 2 * per : per;
}

}  // namespace limitproof
