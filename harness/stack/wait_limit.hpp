#pragma once

#include "harness/model/error.hpp"
#include "harness/model/units.hpp"

#include <atomic>
#include <chrono>
#include <optional>
#include <string>

namespace limitproof {

/// How long bringing something up may take: until `length` after construction, or until somebody
/// sets `stop`. Every wait of the stack asks it.
class wait_limit {
 public:
  /// `stop` is borrowed and outlives this.
  wait_limit(duration length, std::atomic<bool> const& stop);

  /// Nothing while waiting may go on; then `interrupted`, or `stack_failed` saying that there was
  /// no `awaited` ("answer from node-2") within the length.
  [[nodiscard]] std::optional<error> exceeded(std::string const& awaited) const;

  [[nodiscard]] std::chrono::steady_clock::time_point deadline() const { return deadline_; }

 private:
  duration length_;
  std::chrono::steady_clock::time_point deadline_;
  std::atomic<bool> const& stop_;
};

}  // namespace limitproof
