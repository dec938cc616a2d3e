#include "harness/check/affine_excess.hpp"

#include "harness/check/containment_window.hpp"
#include "harness/check/replay.hpp"

#include <algorithm>

// Scaled by `per`, so that everything is an integer, [a, b] is overfull iff
//
//     count·a + per·C(a, b)  >  count·b + per·burst
//
// The left side is the score of position a in a containment_window with value count·a; the right
// side is known when the request answered at b closes. Example: 2 per 10 ns, burst 2, requests
// [0,1] [0,2] [1,3]. At b = 3 the score of a = 0 is 0 + 10·3 = 30, above 2·3 + 10·2 = 26: three
// permits where ⌊2.6⌋ = 2 are allowed, an excess of ⌈4/10⌉ = 1.
//
// Disjoint families: a best family whose last interval is [a, b] has a best family before a, so
// adding per·(best sum of what ended before a) to the value of a gives the best sum ending at b.
// Every interval of such a family needs its own removals, hence the sum is a lower bound for the
// permits that must go before the rest can conform, whenever the decisions were taken. For point
// intervals it is the least number: overlapping certificates can be merged without loss where the
// curve is subadditive, and interval matrices are totally unimodular.

namespace limitproof {

namespace {

wide most_scaled(affine_curve const& curve, std::int64_t end_ns) {
  return wide{curve.count} * end_ns + wide{curve.per} * curve.burst;
}

}  // namespace

overfull affine_excess(std::span<admission const> requests,
                       affine_curve const& curve,
                       counted_intervals counted) {
  containment_window window(curve.per, containment_window::past::folded);
  overfull found;
  auto const opened = [&](std::size_t position) {
    auto const before = counted == counted_intervals::disjoint ? found.permits : 0;
    window.open(wide{curve.count} * requests[position].sent_ns + wide{curve.per} * before);
  };
  auto const closed = [&](std::size_t position) {
    auto const& request = requests[position];
    window.close(position, request.cost);
    auto const excess = window.fullest() - most_scaled(curve, request.received_ns);
    if (excess <= wide{curve.per} * found.permits) return;
    found = {static_cast<std::int64_t>((excess + curve.per - 1) / curve.per), request.received_ns};
  };
  replay(requests, opened, closed);
  return found;
}

std::optional<time_interval> shortest_overfull(std::span<admission const> requests,
                                               affine_curve const& curve,
                                               std::int64_t longest) {
  containment_window window(curve.per, containment_window::past::forgotten);
  std::optional<time_interval> shortest;
  std::size_t horizon = 0;
  auto const opened = [&](std::size_t position) {
    window.open(wide{curve.count} * requests[position].sent_ns);
  };
  auto const closed = [&](std::size_t position) {
    auto const& request = requests[position];
    window.close(position, request.cost);
    auto const start = window.latest_above(most_scaled(curve, request.received_ns));
    if (start && request.received_ns - requests[*start].sent_ns <= longest) {
      shortest = {requests[*start].sent_ns, request.received_ns};
      longest = shortest->end_ns - shortest->start_ns - 1;  // only a shorter one is better
    }
    while (horizon < requests.size() && requests[horizon].sent_ns < request.received_ns - longest)
      ++horizon;
    window.forget_before(horizon);
  };
  replay(requests, opened, closed);
  return shortest;
}

}  // namespace limitproof
