#include "harness/plan/share_pools.hpp"

#include <map>
#include <utility>

namespace limitproof {

void share_pools(std::vector<planned_phase>& phases, std::vector<phase> const& attack) {
  std::map<std::pair<connect_to, std::uint32_t>, std::uint32_t> pools;
  std::map<connect_to, std::uint32_t> running;  // beside each other, by where they connect
  for (std::size_t i = 0; i < phases.size(); ++i) {
    if (!std::visit([](auto const& kind) { return kind.begin.beside; }, attack[i])) running.clear();
    auto const next = static_cast<std::uint32_t>(pools.size());
    auto const place = std::pair(phases[i].connect, running[phases[i].connect]++);
    phases[i].pool = pools.emplace(place, next).first->second;
  }
}

}  // namespace limitproof
