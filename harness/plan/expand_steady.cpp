#include "harness/model/due_times.hpp"
#include "harness/model/most_requests.hpp"
#include "harness/plan/expand_phase.hpp"

namespace limitproof {

namespace {

// Walks through the draws; no further than to the first request that is too many for a plan.
std::uint64_t drawn_within(paced_load const& load, duration length) {
  due_times due(load);
  std::uint64_t requests = 0;
  while (requests <= most_requests && due.of(requests) < length) ++requests;
  return requests;
}

}  // namespace

planned_phase expand(steady_phase const& p, std::uint64_t seed) {
  planned_phase planned;
  planned.kind = p.word;
  planned.length = p.length;
  planned.connections = static_cast<std::uint32_t>(p.connections);
  paced_load load{.rate = p.rate,
                  .requests = static_cast<std::uint64_t>(p.rate.events_within(p.length)),
                  .arrivals = p.arrivals,
                  .pipeline = static_cast<std::uint32_t>(p.pipeline)};
  if (p.arrivals == arrivals::poisson) {
    load.seed = seed;
    load.requests = drawn_within(load, p.length);
  }
  planned.load = load;
  return planned;
}

}  // namespace limitproof
