#include "tests/simulation/experiment.hpp"

#include "harness/check/run_checks.hpp"
#include "harness/plan/make_plan.hpp"
#include "tests/simulation/simulated_generator.hpp"

#include <utility>

namespace limitproof {

experiment_outcome run_experiment(experiment const& what,
                                  limiter_plugin const& plugin,
                                  store_calls calls) {
  auto planned = make_plan(what.scenario).value();
  auto const& stack = planned.scenario.stack;
  auto const names = node_names(stack);
  seeded_draws draws(what.seed);

  event_queue queue;
  simulated_network to_store(queue, what.store_network, draws.seed());
  simulated_network to_nodes(queue, what.node_network, draws.seed());
  simulated_network to_balancer(queue, what.client_network, draws.seed());
  simulated_store store(what.store_clock, plugin.script);
  node_surroundings const around{queue,
                                 to_store,
                                 store,
                                 plugin,
                                 planned.scenario.policy,
                                 stack.store_error,
                                 what.store_deadline_ns,
                                 calls};
  simulated_cluster cluster(
      around,
      to_nodes,
      names,
      {stack.balance, what.node_clocks, what.balancer_notices_after_ns, draws.seed()});
  simulated_generator generator(
      {queue, to_balancer, cluster, planned, names, what.generator_stalls});

  generator.start();
  for (auto const& fault : what.faults) cluster.plan(fault);
  queue.run();

  auto recorded = generator.take_history();
  recorded.clocks = what.anchors;
  auto judged = run_checks({recorded, planned, plugin.manifest.claims, names});
  return {std::move(planned), std::move(recorded), std::move(judged)};
}

}  // namespace limitproof
