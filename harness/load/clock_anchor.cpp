#include "harness/load/clock_anchor.hpp"

#include "harness/load/monotonic_clock.hpp"

#include <chrono>

namespace limitproof {

clock_anchors anchor_clocks(endpoints const& target) {
  using std::chrono::duration_cast, std::chrono::microseconds, std::chrono::system_clock;
  auto const wall = duration_cast<microseconds>(system_clock::now().time_since_epoch());
  return {monotonic_now_ns(), wall.count(), target.clock};
}

}  // namespace limitproof
