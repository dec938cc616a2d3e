#include "harness/check/fullest_window.hpp"

#include "harness/check/replay.hpp"

// A window ending just after b holds for certain what was sent from b - per + 1 on and answered by
// b. A request lasting `per` or longer fits in no window; without those, what was sent before the
// window was also answered by its end, so one running difference is the exact count.

namespace limitproof {

window_count fullest_window(std::span<admission const> requests, std::int64_t per) {
  auto const fits = [&](admission const& r) { return r.received_ns - r.sent_ns < per; };
  window_count fullest;
  std::int64_t permits = 0;
  std::size_t first = 0;
  auto const opened = [](std::size_t) {};
  auto const closed = [&](std::size_t position) {
    auto const& request = requests[position];
    if (!fits(request)) return;
    permits += request.cost;
    for (; !fits(requests[first]) || requests[first].sent_ns <= request.received_ns - per; ++first)
      if (fits(requests[first])) permits -= requests[first].cost;
    if (permits <= fullest.permits) return;
    fullest = {permits, {requests[first].sent_ns, request.received_ns}};
  };
  replay(requests, opened, closed);
  return fullest;
}

}  // namespace limitproof
