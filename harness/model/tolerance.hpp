#pragma once

#include "harness/model/units.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace limitproof {

/// What a judgement allows for. The first three describe the measurement and the limiter, and
/// loosen the policy itself; what is certified beyond them
/// is a real excess, of which the last two forgive a stated amount.
/// JSON: { "permits": 2, "share_ppm": 5000, "clock_drift_ppm": 100, "time_granularity": "1ms",
/// "slack": 0 }, each 0 if left out.
struct tolerance {
  static constexpr std::int64_t most_permits = 1'000'000'000'000;
  static constexpr std::int64_t most_share_ppm = 1'000'000;
  static constexpr std::int64_t most_clock_drift_ppm = 100'000;
  static constexpr duration coarsest_granularity = std::chrono::hours(24);

  std::int64_t clock_drift_ppm =
      0;                        ///< between the generator's and the limiter's clock, either way
  duration time_granularity{};  ///< the limiter sees time in steps of this
  std::int64_t slack = 0;       ///< permits that the algorithm is declared to overshoot by
  std::int64_t permits = 0;     ///< certified excess forgiven
  std::int64_t share_ppm = 0;   ///< and this share of what the offending interval allows
  bool operator==(tolerance const&) const = default;
};

/// What a command line says of a tolerance, in place of the scenario's.
struct tolerance_changes {
  std::optional<std::int64_t> clock_drift_ppm;
  std::optional<duration> time_granularity;
  std::optional<std::int64_t> slack;
  std::optional<std::int64_t> permits;
  std::optional<std::int64_t> share_ppm;
};

[[nodiscard]] inline tolerance changed(tolerance const& t, tolerance_changes const& to) {
  return {to.clock_drift_ppm.value_or(t.clock_drift_ppm),
          to.time_granularity.value_or(t.time_granularity),
          to.slack.value_or(t.slack),
          to.permits.value_or(t.permits),
          to.share_ppm.value_or(t.share_ppm)};
}

}  // namespace limitproof
