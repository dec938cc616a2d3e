#pragma once

#include "harness/load/pacer.hpp"
#include "harness/load/response_scanner.hpp"
#include "harness/model/history.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/verdict.hpp"
#include "tests/simulation/event_queue.hpp"
#include "tests/simulation/simulated_cluster.hpp"
#include "tests/simulation/simulated_network.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// The clients: one generator thread that follows the steady and closed-loop phases of a plan with
/// the real pacer, reads answers with the real scanner and records what the load engine would.
class simulated_generator {
 public:
  /// What is referred to must outlive the generator.
  struct setup {
    event_queue& queue;
    simulated_network& to_balancer;  ///< both ways
    simulated_cluster& cluster;
    limitproof::plan const& plan;
    std::vector<std::string> nodes;
    std::vector<time_interval> stalls;  ///< when it does not run: in order, apart
  };

  explicit simulated_generator(setup how);
  simulated_generator(simulated_generator const&) = delete;
  simulated_generator& operator=(simulated_generator const&) = delete;

  /// Plans the first events; the rest follows as the queue runs.
  void start();

  /// After the queue has run: what was recorded, but for the clocks.
  [[nodiscard]] history take_history();

 private:
  struct phase_state {
    planned_phase const* planned;
    std::optional<pacer> pace;  ///< of a steady phase
    std::uint64_t sent = 0;     ///< of a closed loop
    std::int64_t wake_ns;       ///< when it is looked at next, unless something happens before
  };

  void when_awake(event_queue::action what);
  void dispatch();
  void dispatch_paced(std::size_t phase_index);
  void dispatch_closed(std::size_t phase_index);
  void wake_at(std::size_t phase_index, std::int64_t when_ns);
  [[nodiscard]] std::optional<std::uint32_t> take_free(std::uint64_t preferred,
                                                       std::uint32_t connections);
  [[nodiscard]] operation begin(std::size_t phase_index,
                                std::uint64_t index,
                                std::int64_t intended_ns);
  void send(operation begun, std::uint32_t connection);
  void skip(operation missed);
  void answered(std::size_t index, std::string_view bytes);
  void expired(std::size_t index);
  void conclude(operation& op, outcome result);
  [[nodiscard]] std::uint32_t sample_of(operation const& op);

  setup how_;
  std::vector<phase_state> phases_;
  std::vector<bool> is_free_;  ///< by connection
  std::vector<operation> operations_;
  std::vector<header_sample> samples_;
  std::map<std::uint64_t, std::uint32_t> sample_of_shape_;
  head_shape_cache cache_;
  response_scanner scanner_;
};

}  // namespace limitproof
