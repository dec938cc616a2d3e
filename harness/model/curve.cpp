#include "harness/model/curve.hpp"

#include <algorithm>
#include <limits>

namespace limitproof {

namespace {

__extension__ using wide = __int128;

std::int64_t saturated(wide value) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  return value > most ? most : static_cast<std::int64_t>(value);
}

bool refills_evenly(algorithm a) {
  return is_bucket(a) || a == algorithm::sliding_counter;
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

loosened_limit loosened(algorithm a, limit const& l, tolerance const& allowed) {
  constexpr std::int64_t million = 1'000'000;
  loosened_limit loose{l, allowed.slack};
  auto const step = allowed.time_granularity;
  auto const on_our_clock = wide{l.per.count()} * million / (million + allowed.clock_drift_ppm);
  loose.limit.per = std::max(duration(1), duration(static_cast<std::int64_t>(on_our_clock)));
  if (refills_evenly(a)) {
    wide const per = loose.limit.per.count();
    auto const at_once = loose.slack + (wide{l.count} * step.count() + per - 1) / per;
    // Half, so that a burst can still be added.
    loose.slack = std::min(saturated(at_once), std::numeric_limits<std::int64_t>::max() / 2);
  } else {
    loose.limit.per = std::max(duration(1), loose.limit.per - step);
  }
  return loose;
}

std::int64_t most_admitted_with_slack(algorithm a, loosened_limit const& l, duration length) {
  return saturated(wide{most_admitted(a, l.limit, length)} + l.slack);
}

}  // namespace limitproof
