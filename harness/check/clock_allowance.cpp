#include "harness/check/clock_allowance.hpp"

#include "harness/check/clock_drift.hpp"
#include "harness/check/wide.hpp"

#include <algorithm>
#include <limits>

namespace limitproof {

namespace {

constexpr std::int64_t million = 1'000'000;
constexpr std::int64_t clock_step_ns = 1'000;
constexpr std::int64_t key_life_step_ns = 2'000'000;

}  // namespace

clock_allowance clock_allowance_of(evidence const& e) {
  auto const& allowed = e.plan.scenario.tolerance;
  auto const least = e.claims.time == time_source::key_ttl ? key_life_step_ns : clock_step_ns;
  return {allowed.clock_drift_ppm, std::max<std::int64_t>(allowed.time_granularity.count(), least)};
}

std::int64_t longest(std::int64_t span_ns, clock_allowance const& allowed) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max() / 4;
  if (allowed.drift_ppm >= million) return most;
  auto const rate = million - allowed.drift_ppm;
  auto const lasts = (wide{span_ns} * million + rate - 1) / rate + allowed.step_ns;
  return static_cast<std::int64_t>(std::min<wide>(lasts, most));
}

std::int64_t shortest(std::int64_t span_ns, clock_allowance const& allowed) {
  auto const lasts = wide{span_ns} * million / (million + allowed.drift_ppm);
  return static_cast<std::int64_t>(std::max<wide>(lasts, 1));
}

std::int64_t slowest(std::int64_t run_ns, clock_allowance const& allowed) {
  return run_ns - drift_over(run_ns, allowed.drift_ppm);
}

}  // namespace limitproof
