#include "harness/plan/expand_phase.hpp"

#include <algorithm>

namespace limitproof {

namespace {

// Longer than the 40 ms for which a peer may keep back an acknowledgement, shorter than any timeout
// for a request's head.
constexpr duration longest_hold = std::chrono::milliseconds(100);

}  // namespace

planned_phase expand(gate_phase const& p, std::uint64_t) {
  planned_phase planned;
  planned.kind = p.word;
  planned.length = p.rounds * p.every;
  planned.connections = static_cast<std::uint32_t>(p.connections);
  planned.load =
      gate_load{static_cast<std::uint64_t>(p.rounds), p.every, std::min(longest_hold, p.every / 2)};
  return planned;
}

}  // namespace limitproof
