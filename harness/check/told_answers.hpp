#pragma once

#include "harness/check/requests_by_key.hpp"
#include "harness/model/evidence.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace limitproof {

/// Where an answer that tells what is left stands, small as there is one for every operation.
struct told_place {
  std::uint32_t operation = 0;  ///< index into history::operations
  std::uint16_t limit = 0;      ///< index into the policy's limits
};

/// One decision of the limiter with what it told to be left: RateLimit-Remaining under one limit.
struct told_answer {
  std::int64_t sent_ns = 0;
  std::int64_t received_ns = 0;
  std::int64_t remaining = 0;
  std::uint32_t operation = 0;  ///< index into history::operations
  std::int32_t cost = 1;        ///< permits, ≥ 0
  std::uint16_t limit = 0;      ///< index into the policy's limits
  std::uint16_t node = no_node;
  bool admitted = false;
};

/// Answers in order of sending, read from the history as they are asked for.
class told_answers {
 public:
  /// Both are borrowed.
  told_answers(history const& h, std::span<told_place const> places)
      : operations_(h.operations), places_(places) {}

  [[nodiscard]] std::size_t size() const { return places_.size(); }

  [[nodiscard]] told_answer operator[](std::size_t position) const {
    auto const& place = places_[position];
    auto const& op = operations_[place.operation];
    return {op.sent_ns,
            op.received_ns,
            op.remaining,
            place.operation,
            op.cost,
            place.limit,
            op.node,
            op.result == outcome::admitted};
  }

 private:
  std::span<operation const> operations_;
  std::span<told_place const> places_;
};

/// Admissions and denials that tell what is left. Where several limits hold, the limit told
/// (RateLimit-Limit) must be the capacity of exactly one of them, otherwise it is not known which
/// one is meant, and the answer is left out. Ordered by limit within each key, then as every
/// requests_by_key.
[[nodiscard]] requests_by_key<told_place> group_told(evidence const& e);

/// Why what is told cannot be held against the limiter; empty: it can.
[[nodiscard]] std::string why_telling_is_not_judged(evidence const& e);

}  // namespace limitproof
