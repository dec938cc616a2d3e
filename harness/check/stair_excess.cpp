#include "harness/check/stair_excess.hpp"

#include "harness/check/fullest_window.hpp"
#include "harness/check/replay.hpp"
#include "harness/check/wide.hpp"

#include <algorithm>
#include <vector>

// With E(b) = cost answered up to b and S(a) = cost sent before a, E(b) - S(a) ≤ C(a, b), and the
// two differ only by requests that span the whole interval. So one running difference is sound
// everywhere, and exact for every interval at least as long as the slowest request. Shorter
// intervals lie on the first steps of the stairs; each of those is a window of fixed length, which
// fullest_window counts exactly.
//
// The difference needs a second dimension, as stairs are not a line. Write a' = a - early =
// q·per + ρ, and b likewise; then ⌊(b - a')/per⌋ = q(b) - q(a') - [ρ(a') > ρ(b)], and the excess of
// [a, b] is
//
//     E(b) - count·(q(b) + 1) - slack  +  score(a)  +  count·[ρ(a') > ρ(b)],   score(a) =
//     count·q(a') - S(a)
//
// The best start is the better of the best of all and, with the bonus, the best of those with a
// larger remainder: a Fenwick tree of maxima over the remainders' ranks.

namespace limitproof {

namespace {

constexpr wide no_score = -(wide{1} << 124);

/// The maximum over the largest of a fixed set of ranks, as scores only improve.
class suffix_maxima {
 public:
  explicit suffix_maxima(std::size_t ranks) : maxima_(ranks + 1, no_score) {}

  void improve(std::size_t rank, wide score) {
    // What a node covers, all above it cover too.
    for (auto i = maxima_.size() - 1 - rank; i < maxima_.size() && maxima_[i] < score;
         i += i & (~i + 1))
      maxima_[i] = score;
  }

  /// Of all ranks ≥ `rank`; `rank` may be one past the last.
  [[nodiscard]] wide from(std::size_t rank) const {
    auto best = no_score;
    for (auto i = maxima_.size() - 1 - rank; i > 0; i -= i & (~i + 1))
      best = std::max(best, maxima_[i]);
    return best;
  }

 private:
  std::vector<wide> maxima_;  ///< Fenwick tree over the ranks reversed, from 1
};

struct split_time {
  std::int64_t quotient, remainder;
};

/// Starts and ends of one key's requests as quotient and remainder of `per`, counted from one `per`
/// before the first send, so that nothing is negative.
class split_clock {
 public:
  split_clock(std::span<admission const> requests, stair_curve const& curve)
      : zero_(requests.front().sent_ns - curve.per), per_(curve.per), early_(curve.early) {}

  [[nodiscard]] split_time start(admission const& r) const {
    return split(r.sent_ns - zero_ - early_);
  }

  [[nodiscard]] split_time end(admission const& r) const { return split(r.received_ns - zero_); }

 private:
  [[nodiscard]] split_time split(std::int64_t t) const { return {t / per_, t % per_}; }

  std::int64_t zero_, per_, early_;
};

/// Ranks of remainders that mostly rise, as those of a sweep in time order do.
class rising_ranks {
 public:
  explicit rising_ranks(std::vector<std::int64_t> const& sorted) : sorted_(sorted) {}

  [[nodiscard]] bool has(std::int64_t remainder) {
    auto const rank = after(remainder);
    return rank > 0 && sorted_[rank - 1] == remainder;
  }

  /// How many are not above `remainder`.
  std::size_t after(std::int64_t remainder) {
    constexpr int nearby = 8;
    if (rank_ > 0 && sorted_[rank_ - 1] > remainder) return rank_ = searched(remainder);
    for (int step = 0; step < nearby; ++step, ++rank_)
      if (rank_ == sorted_.size() || sorted_[rank_] > remainder) return rank_;
    return rank_ = searched(remainder);
  }

 private:
  [[nodiscard]] std::size_t searched(std::int64_t remainder) const {
    auto const found = std::upper_bound(sorted_.begin(), sorted_.end(), remainder);
    return static_cast<std::size_t>(found - sorted_.begin());
  }

  std::vector<std::int64_t> const& sorted_;
  std::size_t rank_ = 0;
};

// Sorted. Most remainders of a regular load repeat, and are left out before they take up memory.
std::vector<std::int64_t> distinct_remainders(std::span<admission const> requests,
                                              split_clock const& clock) {
  constexpr std::size_t fewest = 1 << 12;
  std::vector<std::int64_t> distinct, fresh;
  rising_ranks known(distinct);
  auto const take_up_fresh = [&] {
    distinct.insert(distinct.end(), fresh.begin(), fresh.end());
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    fresh.clear();
  };
  for (auto const& request : requests) {
    auto const remainder = clock.start(request).remainder;
    if (known.has(remainder)) continue;
    fresh.push_back(remainder);
    if (fresh.size() >= std::max(fewest, distinct.size())) take_up_fresh();
  }
  take_up_fresh();
  return distinct;
}

overfull sweep(std::span<admission const> requests,
               stair_curve const& curve,
               counted_intervals counted) {
  split_clock const clock(requests, curve);
  auto const remainders = distinct_remainders(requests, clock);
  rising_ranks starts(remainders), ends(remainders);
  suffix_maxima later(remainders.size());
  auto best = no_score;
  std::int64_t sent_cost = 0, answered_cost = 0;
  overfull found;

  auto const opened = [&](std::size_t position) {
    auto const [quotient, remainder] = clock.start(requests[position]);
    auto const before = counted == counted_intervals::disjoint ? found.permits : 0;
    auto const score = wide{curve.count} * quotient - sent_cost + before;
    best = std::max(best, score);
    later.improve(starts.after(remainder) - 1, score);
    sent_cost += requests[position].cost;
  };
  auto const closed = [&](std::size_t position) {
    answered_cost += requests[position].cost;
    auto const [quotient, remainder] = clock.end(requests[position]);
    auto const start = std::max(best, later.from(ends.after(remainder)) + curve.count);
    auto const excess = answered_cost - wide{curve.count} * (quotient + 1) - curve.slack + start;
    if (excess <= found.permits) return;
    found = {static_cast<std::int64_t>(excess), requests[position].received_ns};
  };
  replay(requests, opened, closed);
  return found;
}

/// The longest interval on step number `step`: count·(step + 1) permits are allowed up to there.
std::int64_t step_end(stair_curve const& curve, std::int64_t step) {
  return (step + 1) * curve.per - 1 - curve.early;
}

/// What the curve allows up to the end of this step.
std::int64_t allowed_within(stair_curve const& curve, std::int64_t step) {
  return curve.count * (step + 1) + curve.slack;
}

overfull worst_below(std::span<admission const> requests,
                     stair_curve const& curve,
                     std::int64_t slowest) {
  overfull worst;
  auto const all = total_cost(requests);
  for (std::int64_t step = 0; step_end(curve, step) < slowest; ++step) {
    auto const allowed = allowed_within(curve, step);
    if (allowed >= all) break;  // where more is allowed than there is, and further on, none exceeds
    auto const fullest = fullest_window(requests, step_end(curve, step) + 1);
    if (fullest.permits - allowed > worst.permits)
      worst = {fullest.permits - allowed, fullest.interval.end_ns};
  }
  return worst;
}

}  // namespace

overfull stair_excess(std::span<admission const> requests,
                      stair_curve const& curve,
                      counted_intervals counted) {
  std::int64_t slowest = 0;
  for (auto const& r : requests) slowest = std::max(slowest, r.received_ns - r.sent_ns);
  auto const of_long_ones = sweep(requests, curve, counted);
  auto const of_short_ones = worst_below(requests, curve, slowest);
  return of_short_ones.permits > of_long_ones.permits ? of_short_ones : of_long_ones;
}

std::optional<time_interval> shortest_overfull(std::span<admission const> requests,
                                               stair_curve const& curve,
                                               std::int64_t longest) {
  auto const steps = (longest + curve.early) / curve.per;
  auto const all = total_cost(requests);
  for (std::int64_t step = 0; step <= steps && allowed_within(curve, step) < all; ++step) {
    affine_curve const flat{.burst = allowed_within(curve, step)};
    auto const end = std::min(step_end(curve, step), longest);
    if (auto const found = shortest_overfull(requests, flat, end)) return found;
  }
  return std::nullopt;
}

}  // namespace limitproof
