#pragma once

#include "harness/model/history.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/scenario.hpp"
#include "harness/model/verdict.hpp"
#include "limiters/make_limiter.hpp"
#include "tests/simulation/simulated_clock.hpp"
#include "tests/simulation/simulated_cluster.hpp"
#include "tests/simulation/simulated_network.hpp"
#include "tests/simulation/simulated_node.hpp"

#include <cstdint>
#include <vector>

namespace limitproof {

/// One simulated run before it happens: what is promised, who attacks, and what goes wrong.
struct experiment {
  limitproof::scenario scenario;
  network_weather client_network, node_network, store_network;
  simulated_clock store_clock;
  std::vector<simulated_clock> node_clocks;  ///< one for each node
  std::vector<planned_fault> faults;
  std::vector<time_interval> generator_stalls;  ///< in order, apart
  std::int64_t store_deadline_ns = 200'000'000;
  std::int64_t balancer_notices_after_ns = 0;
  clock_anchors anchors;
  std::uint64_t seed = 0;  ///< of everything that is drawn while it runs
};

/// What came of it.
struct experiment_outcome {
  limitproof::plan plan;
  limitproof::history history;
  limitproof::verdict verdict;
};

/// Runs `plugin`, a redis-script one, in virtual time, and has the recorded history judged.
[[nodiscard]] experiment_outcome run_experiment(experiment const& what,
                                                limiter_plugin const& plugin,
                                                store_calls calls = store_calls::one_script);

}  // namespace limitproof
