#pragma once

#include "harness/model/plan.hpp"

#include <cstdint>
#include <variant>

namespace limitproof {

/// When the requests of an open-loop phase are due, counted from the phase's start: exact, in whole
/// nanoseconds, from the load alone. Goes forward only and keeps O(1); passing a request of drawn
/// arrivals costs one draw, of the others nothing.
class due_times {
 public:
  explicit due_times(paced_load const& load);
  explicit due_times(ramp_load const& load);

  /// When request `index` is due; not before the last one asked for. With a pipeline of n, requests
  /// kn … kn + n - 1 are due when kn is.
  [[nodiscard]] duration of(std::uint64_t index);

 private:
  [[nodiscard]] duration drawn_time_of(paced_load const& load, std::uint64_t index);

  std::variant<paced_load, ramp_load> load_;
  std::uint64_t drawn_ = 0;  ///< requests whose arrival is in `drawn_time_`
  duration drawn_time_{};
};

/// When the rate that goes evenly from `from` to `to` within `over` has brought `index` requests
/// (rounded up to the nanosecond), by binary search on the exact integral: with one `per`,
/// 2 · over · from · t + (to - from) · t² ≥ 2 · over · per · index.
[[nodiscard]] duration ramp_due(ramp_load const& load, std::uint64_t index);

/// How many requests are due within the ramp: ⌈over · (from + to) / 2⌉.
[[nodiscard]] std::int64_t events_within_ramp(ramp_load const& load);

}  // namespace limitproof
