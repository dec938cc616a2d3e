#include "harness/plan/expand_phase.hpp"

namespace limitproof {

planned_phase expand(closed_loop_phase const& p, std::uint64_t) {
  planned_phase planned;
  planned.kind = p.word;
  planned.length = p.length;
  planned.connections = static_cast<std::uint32_t>(p.connections);
  planned.load = closed_load{static_cast<std::uint32_t>(p.pipeline)};
  return planned;
}

}  // namespace limitproof
