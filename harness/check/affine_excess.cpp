#include "harness/check/affine_excess.hpp"

#include "harness/check/containment_window.hpp"
#include "harness/check/replay.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>

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
//
// With E(b) = cost answered up to b and S(a) = cost sent before a, C(a, b) = E(b) - S(a) wherever
// no request spans the whole of [a, b], so for every interval longer than the slowest request. If
// no more than the burst was ever sent within the time of the slowest request, shorter intervals
// are not overfull by C, and less so by the difference. Then the difference decides everything, one
// running maximum does for the tree, and the results are the same.

namespace limitproof {

namespace {

// Below every score, with room to add every cost to it.
constexpr wide no_score = -(wide{1} << 124);

wide most_scaled(affine_curve const& curve, std::int64_t end_ns) {
  return wide{curve.count} * end_ns + wide{curve.per} * curve.burst;
}

bool only_long_ones_can_be_overfull(std::span<admission const> requests,
                                    affine_curve const& curve) {
  std::int64_t slowest = 0;
  for (auto const& r : requests) slowest = std::max(slowest, r.received_ns - r.sent_ns);
  std::int64_t sent = 0;
  std::size_t first = 0;
  for (auto const& r : requests) {
    sent += r.cost;
    for (; requests[first].sent_ns < r.sent_ns - slowest; ++first) sent -= requests[first].cost;
    if (sent > curve.burst) return false;
  }
  return true;
}

/// A containment_window that counts E(b) - S(a).
class running_difference {
 public:
  running_difference(std::span<admission const> requests, std::int64_t scale)
      : requests_(requests), scale_(scale) {}

  void open(wide value) {
    best_ = std::max(best_, value - wide{scale_} * sent_);
    sent_ += requests_[next_++].cost;
  }

  void close(std::size_t, std::int64_t cost) { answered_ += cost; }

  [[nodiscard]] wide fullest() const { return best_ + wide{scale_} * answered_; }

 private:
  std::span<admission const> requests_;
  std::int64_t scale_;
  std::size_t next_ = 0;
  std::int64_t sent_ = 0, answered_ = 0;
  wide best_ = no_score;
};

/// The same, of which any position can be found: those that no later one reaches fall.
class recent_differences {
 public:
  recent_differences(std::span<admission const> requests, std::int64_t scale)
      : requests_(requests), scale_(scale) {}

  void open(wide value) {
    auto const score = value - wide{scale_} * sent_;
    while (!falling_.empty() && falling_.back().score <= score) falling_.pop_back();
    falling_.push_back({score, next_});
    sent_ += requests_[next_++].cost;
  }

  void close(std::size_t, std::int64_t cost) { answered_ += cost; }

  void forget_before(std::size_t position) {
    while (!falling_.empty() && falling_.front().position < position) falling_.pop_front();
  }

  [[nodiscard]] std::optional<std::size_t> latest_above(wide threshold) const {
    auto const least = threshold - wide{scale_} * answered_;
    if (falling_.empty() || falling_.front().score <= least) return std::nullopt;
    auto const after = std::partition_point(
        falling_.begin(), falling_.end(), [&](start const& s) { return s.score > least; });
    return std::prev(after)->position;
  }

 private:
  struct start {
    wide score;
    std::size_t position;
  };

  std::span<admission const> requests_;
  std::int64_t scale_;
  std::size_t next_ = 0;
  std::int64_t sent_ = 0, answered_ = 0;
  std::deque<start> falling_;
};

template <class Window>
overfull most_overfull(Window window,
                       std::span<admission const> requests,
                       affine_curve const& curve,
                       counted_intervals counted) {
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

template <class Window>
std::optional<time_interval> shortest_of(Window window,
                                         std::span<admission const> requests,
                                         affine_curve const& curve,
                                         std::int64_t longest) {
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

}  // namespace

overfull affine_excess(std::span<admission const> requests,
                       affine_curve const& curve,
                       counted_intervals counted) {
  if (only_long_ones_can_be_overfull(requests, curve))
    return most_overfull(running_difference(requests, curve.per), requests, curve, counted);
  return most_overfull(
      containment_window(curve.per, containment_window::past::folded), requests, curve, counted);
}

std::optional<time_interval> shortest_overfull(std::span<admission const> requests,
                                               affine_curve const& curve,
                                               std::int64_t longest) {
  if (only_long_ones_can_be_overfull(requests, curve))
    return shortest_of(recent_differences(requests, curve.per), requests, curve, longest);
  return shortest_of(
      containment_window(curve.per, containment_window::past::forgotten), requests, curve, longest);
}

}  // namespace limitproof
