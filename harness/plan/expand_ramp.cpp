#include "harness/model/due_times.hpp"
#include "harness/plan/expand_phase.hpp"

namespace limitproof {

planned_phase expand(ramp_phase const& p, std::uint64_t) {
  planned_phase planned;
  planned.kind = p.word;
  planned.length = p.length;
  planned.connections = static_cast<std::uint32_t>(p.connections);
  ramp_load load{p.from, p.to, p.length};
  load.requests = static_cast<std::uint64_t>(events_within_ramp(load));
  planned.load = load;
  return planned;
}

}  // namespace limitproof
