#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace limitproof {

using duration = std::chrono::nanoseconds;

/// The generator's CLOCK_MONOTONIC, counted from the start of a run. All evidence is on this clock.
struct run_clock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<run_clock>;
  static constexpr bool is_steady = true;
};

using run_time = run_clock::time_point;

/// The store's wall clock (Redis TIME): microseconds since the epoch.
struct store_clock {
  using duration = std::chrono::microseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<store_clock>;
  static constexpr bool is_steady = false;
};

using store_time = store_clock::time_point;

/// An application node's wall clock: microseconds since the epoch, possibly skewed.
struct node_clock {
  using duration = std::chrono::microseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<node_clock>;
  static constexpr bool is_steady = false;
};

using node_time = node_clock::time_point;

/// What a request takes from an allowance.
struct permits {
  std::int64_t value = 0;
  auto operator<=>(permits const&) const = default;
};

/// `count` events every `per`: "2000/s" is {2000, 1s}. `count` > 0 and `per` > 0 (the decoder
/// checks).
struct rate {
  std::int64_t count = 1;
  duration per = std::chrono::seconds(1);
  bool operator==(rate const&) const = default;

  /// When event `index` is due, counted from the first; exact, no accumulated rounding.
  [[nodiscard]] duration due(std::int64_t index) const;
  /// How many events fall into [0, length): ⌈length·count/per⌉.
  [[nodiscard]] std::int64_t events_within(duration length) const;
};

}  // namespace limitproof
