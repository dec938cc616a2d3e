#include "harness/plan/expand_phase.hpp"

namespace limitproof {

planned_phase expand(steady_phase const& p) {
  planned_phase planned;
  planned.kind = p.word;
  planned.length = p.length;
  planned.connections = static_cast<std::uint32_t>(p.connections);
  planned.load = paced_load{p.rate, static_cast<std::uint64_t>(p.rate.events_within(p.length))};
  return planned;
}

}  // namespace limitproof
