#include "harness/node/outage_wait.hpp"

#include "harness/node/handle_request.hpp"

#include <algorithm>

namespace limitproof {

outage_wait outage_wait_of(guard_spec const& guards) {
  outage_wait wait;
  if (guards.breaker) {
    auto const longest_pause = guards.breaker->pause + guards.breaker->pause / 4;
    wait.shortest_s = std::max(wait.shortest_s, ceil_seconds(longest_pause));
  }
  wait.spread_s = std::max(wait.spread_s, ceil_seconds(guards.retry_jitter));
  return wait;
}

std::int64_t wait_of_draw(outage_wait const& wait, std::uint64_t draw) {
  auto const choices = static_cast<std::uint64_t>(wait.spread_s) + 1;
  return wait.shortest_s + static_cast<std::int64_t>(draw % choices);
}

}  // namespace limitproof
