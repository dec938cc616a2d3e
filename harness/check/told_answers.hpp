#pragma once

#include "harness/model/evidence.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// One decision of the limiter with what it told to be left: RateLimit-Remaining under one limit.
struct told_answer {
  std::int64_t sent_ns = 0;
  std::int64_t received_ns = 0;
  std::int64_t remaining = 0;
  std::uint32_t operation = 0;  ///< index into history::operations
  std::int32_t cost = 1;        ///< permits, ≥ 0
  std::uint16_t node = no_node;
  bool admitted = false;
};

/// Which of the policy's limits answers tell of. Where several hold, the limit told
/// (RateLimit-Limit) must be the capacity of exactly one of them, otherwise it is not known which
/// one is meant.
class told_limits {
 public:
  explicit told_limits(evidence const& e);

  /// Index into the policy's limits; nullopt: the answer tells nothing that could be held against
  /// the limiter, or it is no timed admission or denial.
  [[nodiscard]] std::optional<std::size_t> told_by(operation const& op) const {
    if (!is_timed_decision(op)) return std::nullopt;
    return capacities_.size() == 1 ? std::optional<std::size_t>(0) : with_capacity(op.limit);
  }

 private:
  [[nodiscard]] static bool is_timed_decision(operation const& op) {
    return (op.result == outcome::admitted || op.result == outcome::denied) && op.cost >= 0 &&
           op.remaining >= 0 && op.sent_ns >= 0 && op.received_ns >= op.sent_ns;
  }

  [[nodiscard]] std::optional<std::size_t> with_capacity(std::int64_t permits) const;

  std::vector<std::int64_t> capacities_;
};

/// Operation number `index` of the history.
[[nodiscard]] inline told_answer told_answer_of(history const& h, std::uint32_t index) {
  auto const& op = h.operations[index];
  return {op.sent_ns,
          op.received_ns,
          op.remaining,
          index,
          op.cost,
          op.node,
          op.result == outcome::admitted};
}

/// Why what is told cannot be held against the limiter; empty: it can.
[[nodiscard]] std::string why_telling_is_not_judged(evidence const& e);

}  // namespace limitproof
