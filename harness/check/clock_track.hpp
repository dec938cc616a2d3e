#pragma once

#include "harness/model/verdict.hpp"

#include <cstdint>
#include <optional>

namespace limitproof {

/// One reading of a foreign clock, in whole microseconds, taken at some instant of [sent,
/// received].
struct clock_stamp {
  std::int64_t sent_ns = 0;
  std::int64_t received_ns = 0;
  std::int64_t told_us = 0;
  std::uint64_t id = 0;  ///< the operation that told it
};

/// Where a clock's offset against the run's clock must lie.
struct offset_range {
  std::int64_t least_ns = 0, most_ns = 0;
};

/// Two stamps that no steady clock tells.
struct clock_step {
  std::int64_t at_least_ns = 0;  ///< forward, or backward if negative
  time_interval between;         ///< from the last stamp that fitted to the first that did not
  std::uint64_t before = 0, after = 0;  ///< these stamps' operations
};

/// Follows one clock through its stamps, fed in order of sending: each leaves a range for the
/// offset (clock - run), a drift widens the range with time, and a stamp outside it shows a step.
class clock_track {
 public:
  explicit clock_track(std::int64_t drift_ppm) : drift_ppm_(drift_ppm) {}

  /// The offset at run time 0 is known beforehand.
  clock_track(std::int64_t drift_ppm, offset_range const& known);

  void add(clock_stamp const& stamp);

  [[nodiscard]] std::int64_t stamps() const { return stamps_; }

  /// At the last stamp, by all stamps since the last step; nullopt: none.
  [[nodiscard]] std::optional<offset_range> const& offset() const { return offset_; }

  [[nodiscard]] std::int64_t steps() const { return steps_; }

  [[nodiscard]] std::optional<clock_step> const& largest_step() const { return largest_step_; }

 private:
  [[nodiscard]] offset_range range_of(clock_stamp const& stamp) const;
  void note_step(std::int64_t by_ns, clock_stamp const& stamp);

  std::int64_t drift_ppm_;
  std::int64_t stamps_ = 0, steps_ = 0;
  std::optional<offset_range> offset_;
  std::optional<clock_step> largest_step_;
  clock_stamp last_;
};

}  // namespace limitproof
