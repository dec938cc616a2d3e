#include "harness/load/phase_starts.hpp"

#include <chrono>
#include <string>

namespace limitproof {

namespace {

/// How long after run time `from` the store's clock is `edge.lead` before a multiple of `edge.of`.
duration until_edge(window_edge const& edge, duration from, clock_anchors const& clocks) {
  auto const store_at_start =
      duration(clocks.start_monotonic_ns) + std::chrono::microseconds(clocks.store->offset_us);
  auto const past_edge = (store_at_start + from + edge.lead) % edge.of;
  return past_edge == duration(0) ? past_edge : edge.of - past_edge;
}

}  // namespace

result<std::vector<planned_phase>> resolve_starts(plan const& p, clock_anchors const& clocks) {
  auto phases = p.phases;
  duration later{};
  for (std::size_t i = 0; i < phases.size(); ++i) {
    auto& planned = phases[i];
    planned.start += later;
    if (!planned.edge) continue;
    if (!clocks.store)
      return error{errc::stack_failed,
                   "phase " + std::to_string(i + 1) +
                       " begins before an edge of the store's windows, and the store's clock is "
                       "not known; leave out its before_edge, or give the stack a store"};
    auto const wait = until_edge(*planned.edge, planned.start, clocks);
    planned.start += wait;
    later += wait;
  }
  return phases;
}

}  // namespace limitproof
