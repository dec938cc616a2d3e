#pragma once

#include "harness/model/scenario.hpp"
#include "tests/simulation/simulated_node.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

enum class fault_kind { script_flush, node_pause, node_death };

struct planned_fault {
  fault_kind kind{};
  std::int64_t at_ns = 0;
  std::size_t node = 0;
  std::int64_t lasts_ns = 0;  ///< of a pause or a death; afterwards the node is back
};

/// The balancer and its nodes, around one store.
class simulated_cluster {
 public:
  struct setup {
    balance_method balance = balance_method::roundrobin;  ///< or random
    std::vector<simulated_clock> node_clocks;             ///< one for each node
    std::int64_t notices_after_ns = 0;                    ///< a dead node gets requests for so long
    std::uint64_t seed = 0;
  };

  /// `around` and `to_nodes` must outlive it.
  simulated_cluster(node_surroundings const& around,
                    simulated_network& to_nodes,
                    std::vector<std::string> const& names,
                    setup how);

  /// A request reaches the balancer; `on_answer` is called when its answer leaves it, if ever.
  void handle(std::string const& identity, simulated_node::answered on_answer);

  void plan(planned_fault const& fault);

 private:
  struct member {
    std::unique_ptr<simulated_node> node;
    std::int64_t died_ns = 0;
  };

  [[nodiscard]] bool is_offered(member const& m) const;
  [[nodiscard]] member* choose();
  void happen(planned_fault const& fault);

  node_surroundings around_;
  simulated_network* to_nodes_;
  setup how_;
  seeded_draws draws_;
  std::vector<member> members_;
  std::size_t next_ = 0;
};

}  // namespace limitproof
