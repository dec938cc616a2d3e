#include "harness/load/node_tallies.hpp"

#include <algorithm>

namespace limitproof {

std::size_t node_tallies::slot_of(std::string_view name) {
  if (name.empty() || name.size() > longest_node_name) return nameless;
  std::lock_guard const lock(naming_);
  auto const known = named_.load(std::memory_order_relaxed);
  for (std::size_t i = 0; i < known; ++i)
    if (name_of(slots_[i]) == name) return i;
  if (known == most_logged_nodes) return nameless;
  auto& taken = slots_[known].name;
  taken.size = static_cast<std::uint8_t>(name.size());
  std::copy(name.begin(), name.end(), taken.text.begin());
  named_.store(known + 1, std::memory_order_release);
  return known;
}

void node_tallies::add(std::size_t place, answer_counts const& more) {
  auto& of_node = slots_[place];
  of_node.answered.fetch_add(more.answered, std::memory_order_relaxed);
  of_node.admitted.fetch_add(more.admitted, std::memory_order_relaxed);
  of_node.denied.fetch_add(more.denied, std::memory_order_relaxed);
}

node_counts node_tallies::read(slot const& s) {
  return {std::string(name_of(s)),
          {s.answered.load(std::memory_order_relaxed),
           s.admitted.load(std::memory_order_relaxed),
           s.denied.load(std::memory_order_relaxed)}};
}

std::vector<node_counts> node_tallies::read() const {
  std::vector<node_counts> nodes;
  auto const known = named_.load(std::memory_order_acquire);
  for (std::size_t i = 0; i < known; ++i) nodes.push_back(read(slots_[i]));
  auto others = read(slots_[nameless]);
  if (others.counts.answered > 0) nodes.push_back(std::move(others));
  return nodes;
}

}  // namespace limitproof
