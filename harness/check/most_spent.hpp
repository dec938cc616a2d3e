#pragma once

#include "harness/check/clock_allowance.hpp"
#include "harness/check/wide.hpp"
#include "harness/model/policy.hpp"

#include <cstdint>
#include <deque>

namespace limitproof {

/// The most that may be taken from one limit at some instant, wherever the requests were decided:
/// each as late as it can be. Times are fed in order; at one instant `sent` comes before
/// `answered`. `most(at)` is scaled: whole permits times `scale()`, and rises only where a request
/// is sent. One class for each way in which what was taken comes back.

/// Token bucket and GCRA. Requests in flight count whole, those answered drain at the rate of the
/// limit: with answers at e_i, drained = max over a of (cost of a ≤ e_i ≤ at) - rate·(at - a).
class most_spent_of_bucket {
 public:
  most_spent_of_bucket(limit const& l, clock_allowance const& clock);

  void sent(std::int64_t cost) { in_flight_ += cost; }

  void answered(std::int64_t cost, std::int64_t at);
  [[nodiscard]] wide most(std::int64_t at) const;

  [[nodiscard]] std::int64_t scale() const { return per_; }

 private:
  [[nodiscard]] wide drained(std::int64_t at) const;

  std::int64_t count_, per_;
  clock_allowance clock_;
  std::int64_t in_flight_ = 0;
  wide answered_ = 0;  ///< in units of 1/per permit, as of last_
  std::int64_t last_ = 0;
};

/// What was answered no earlier than a time that only moves on.
class answered_since {
 public:
  void add(std::int64_t cost, std::int64_t at);
  /// The cost of what was answered at `start` or later. `start` never lessens.
  [[nodiscard]] std::int64_t from(std::int64_t start);

 private:
  struct answer {
    std::int64_t at, cost;
  };

  std::deque<answer> kept_;
  std::int64_t cost_ = 0;
};

/// Everything answered within the last `reach_ns` counts whole: a sliding log with its window as
/// reach, and any fixed window, which holds no more than the log of the same length, wherever it
/// began. Where the grid is not known, a sliding counter holds no more than a log of two windows.
class most_spent_of_log {
 public:
  explicit most_spent_of_log(std::int64_t reach_ns) : reach_ns_(reach_ns) {}

  void sent(std::int64_t cost) { in_flight_ += cost; }

  void answered(std::int64_t cost, std::int64_t at);

  [[nodiscard]] wide most(std::int64_t at) { return in_flight_ + recent_.from(at - reach_ns_); }

  [[nodiscard]] static std::int64_t scale() { return 1; }

 private:
  std::int64_t reach_ns_;
  std::int64_t in_flight_ = 0;
  answered_since recent_;
};

/// Windows aligned to the store's epoch: what may have been decided in the earliest window that may
/// still last at that instant, and of the window before it the share that a sliding counter counts.
class most_spent_of_windows {
 public:
  /// The store's clock is `offset_ns` ahead of the run's, give or take `bound_ns` at all times that
  /// are fed. `fades`: a sliding counter.
  most_spent_of_windows(duration per, std::int64_t offset_ns, std::int64_t bound_ns, bool fades)
      : per_(per.count()), offset_ns_(offset_ns), bound_ns_(bound_ns), fades_(fades) {}

  void sent(std::int64_t cost) { in_flight_ += cost; }

  void answered(std::int64_t cost, std::int64_t at);
  [[nodiscard]] wide most(std::int64_t at);

  [[nodiscard]] std::int64_t scale() const { return per_; }

 private:
  std::int64_t per_;
  std::int64_t offset_ns_, bound_ns_;
  bool fades_;
  std::int64_t in_flight_ = 0;
  answered_since in_window_, in_both_;
};

}  // namespace limitproof
