#include "harness/check/store_windows.hpp"

namespace limitproof {

namespace {

std::int64_t floor_divided(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

}  // namespace

std::optional<store_offset> store_offset_of(clock_anchors const& clocks) {
  if (!clocks.store) return std::nullopt;
  return store_offset{clocks.start_monotonic_ns + 1000 * clocks.store->offset_us,
                      1000 * clocks.store->bound_us};
}

std::vector<admission> in_store_windows(std::span<admission const> requests,
                                        duration per,
                                        store_offset const& clock) {
  std::vector<admission> windowed(requests.begin(), requests.end());
  for (auto& request : windowed) {
    auto const earliest = request.sent_ns + clock.offset_ns - clock.bound_ns;
    auto const latest = request.received_ns + clock.offset_ns + clock.bound_ns;
    request.sent_ns = floor_divided(earliest, per.count());
    request.received_ns = floor_divided(latest, per.count());
  }
  return windowed;
}

}  // namespace limitproof
