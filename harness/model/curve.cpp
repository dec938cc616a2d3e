#include "harness/model/curve.hpp"

#include <limits>

namespace limitproof {

namespace {

__extension__ using wide = __int128;

std::int64_t saturated(wide value) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  return value > most ? most : static_cast<std::int64_t>(value);
}

}  // namespace

std::int64_t capacity(algorithm a, limit const& l) {
  return most_admitted(a, l, duration(0));
}

std::int64_t most_admitted(algorithm a, limit const& l, duration length) {
  wide const span = length.count();
  wide const per = l.per.count();
  wide const count = l.count;
  switch (a) {
    case algorithm::none:
      return std::numeric_limits<std::int64_t>::max();
    case algorithm::token_bucket:
    case algorithm::gcra:
      return saturated(l.burst + count * span / per);
    case algorithm::sliding_log:
      return saturated(count * (span / per + 1));
    case algorithm::sliding_counter:
      return saturated(count + count * span / per);
    case algorithm::fixed_window:
    case algorithm::fixed_window_first_hit:
      return saturated(count * ((span + per - 1) / per + 1));
  }
  return 0;
}

}  // namespace limitproof
