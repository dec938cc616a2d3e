#include "tests/simulation/simulated_cluster.hpp"

#include "harness/model/assert.hpp"

#include <utility>

namespace limitproof {

simulated_cluster::simulated_cluster(node_surroundings const& around,
                                     simulated_network& to_nodes,
                                     std::vector<std::string> const& names,
                                     setup how)
    : around_(around), to_nodes_(&to_nodes), how_(std::move(how)), draws_(how_.seed) {
  LIMITPROOF_ASSERT(names.size() == how_.node_clocks.size());
  for (std::size_t i = 0; i < names.size(); ++i)
    members_.push_back(
        {std::make_unique<simulated_node>(around, names[i], how_.node_clocks[i]), 0});
}

void simulated_cluster::handle(std::string const& identity, simulated_node::answered on_answer) {
  auto* const chosen = choose();
  if (chosen == nullptr) return on_answer(balancer_response("503 Service Unavailable"));
  to_nodes_->carry([this, chosen, identity, on_answer] {
    if (!chosen->node->is_running()) return on_answer(balancer_response("503 Service Unavailable"));
    chosen->node->handle(identity, [this, on_answer](std::string const& bytes) {
      to_nodes_->carry([on_answer, bytes] { on_answer(bytes); });
    });
  });
}

void simulated_cluster::plan(planned_fault const& fault) {
  around_.queue.at(fault.at_ns, [this, fault] { happen(fault); });
}

bool simulated_cluster::is_offered(member const& m) const {
  return m.node->is_running() || around_.queue.now_ns() < m.died_ns + how_.notices_after_ns;
}

simulated_cluster::member* simulated_cluster::choose() {
  auto const count = members_.size();
  if (how_.balance == balance_method::random)
    next_ = static_cast<std::size_t>(draws_.between(0, static_cast<std::int64_t>(count) - 1));
  for (std::size_t tried = 0; tried < count; ++tried) {
    auto& candidate = members_[next_ % count];
    next_ = (next_ + 1) % count;
    if (is_offered(candidate)) return &candidate;
  }
  return nullptr;
}

void simulated_cluster::happen(planned_fault const& fault) {
  auto& chosen = members_.at(fault.node);
  switch (fault.kind) {
    case fault_kind::script_flush:
      return around_.store.forget_scripts();
    case fault_kind::node_pause:
      return chosen.node->pause(fault.at_ns + fault.lasts_ns);
    case fault_kind::node_death:
      if (!chosen.node->is_running()) return;
      chosen.died_ns = fault.at_ns;
      chosen.node->die();
      return around_.queue.after(fault.lasts_ns, [&chosen] { chosen.node->restart(); });
  }
}

}  // namespace limitproof
