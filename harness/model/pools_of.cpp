#include "harness/model/plan.hpp"

#include <algorithm>

namespace limitproof {

std::vector<connection_pool> pools_of(std::vector<planned_phase> const& phases) {
  std::vector<connection_pool> pools;
  for (auto const& planned : phases) {
    if (planned.pool >= pools.size()) pools.resize(planned.pool + 1);
    auto& pool = pools[planned.pool];
    pool.connections = std::max(pool.connections, planned.connections);
    pool.connect = planned.connect;
  }
  return pools;
}

}  // namespace limitproof
