#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/fault.hpp"
#include "harness/stack/store_snapshot.hpp"

#include <optional>

namespace limitproof {

/// Balancer, nodes and store for one run. Two production implementations: local child processes,
/// and someone else's running service. Destroying it takes down everything it brought up.
class stack {
 public:
  virtual ~stack() = default;
  /// Returns only when every node answers through the balancer.
  [[nodiscard]] virtual result<endpoints> up() = 0;
  /// Does to one process of the stack, named by `what.target` and never "nodes", what a plan asks
  /// for, and returns when it has taken effect: what was restarted is back in its place. Its time
  /// and whether its target can suffer it then are the plan's business. Errors: `stack_failed`,
  /// `interrupted`; the stack is of no use then.
  [[nodiscard]] virtual result<void> inject(fault const& what) = 0;
  /// Ok while everything that was started still runs, but for what a fault has killed; else who
  /// died and its last log lines.
  [[nodiscard]] virtual result<void> alive() = 0;
  /// What the store holds; none where it cannot be looked into, or while a fault keeps it from
  /// answering.
  [[nodiscard]] virtual result<std::optional<store_snapshot>> snapshot() = 0;
  virtual void down() = 0;
};

}  // namespace limitproof
