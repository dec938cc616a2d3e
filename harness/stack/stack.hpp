#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
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
  /// Ok while everything that was started still runs; else who died and its last log lines.
  [[nodiscard]] virtual result<void> alive() = 0;
  /// What the store holds; none where it cannot be looked into.
  [[nodiscard]] virtual result<std::optional<store_snapshot>> snapshot() = 0;
  virtual void down() = 0;
};

}  // namespace limitproof
