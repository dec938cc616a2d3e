#include "harness/check/store_windows.hpp"

#include "harness/check/wide.hpp"

namespace limitproof {

namespace {

std::int64_t floor_divided(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// Rounded up: the bound must hold.
std::int64_t drifted(std::int64_t since_start_ns, std::int64_t ppm) {
  constexpr wide million = 1'000'000;
  return static_cast<std::int64_t>((wide{since_start_ns} * ppm + million - 1) / million);
}

}  // namespace

std::optional<store_offset> store_offset_of(clock_anchors const& clocks, tolerance const& allowed) {
  if (!clocks.store) return std::nullopt;
  return store_offset{clocks.start_monotonic_ns + 1000 * clocks.store->offset_us,
                      1000 * clocks.store->bound_us,
                      allowed.clock_drift_ppm,
                      allowed.time_granularity};
}

admission in_store_window(admission request, duration per, store_offset const& clock) {
  auto const earliest = request.sent_ns + clock.offset_ns - clock.bound_ns -
                        drifted(request.sent_ns, clock.drift_ppm) - clock.granularity.count();
  auto const latest = request.received_ns + clock.offset_ns + clock.bound_ns +
                      drifted(request.received_ns, clock.drift_ppm);
  request.sent_ns = floor_divided(earliest, per.count());
  request.received_ns = floor_divided(latest, per.count());
  return request;
}

std::vector<admission> in_store_windows(std::span<admission const> requests,
                                        duration per,
                                        store_offset const& clock) {
  std::vector<admission> windowed(requests.begin(), requests.end());
  for (auto& request : windowed) request = in_store_window(request, per, clock);
  return windowed;
}

}  // namespace limitproof
