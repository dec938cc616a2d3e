#pragma once

#include "harness/model/evidence.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// A stretch of run time in which a planned fault may have kept a part of the stack from answering.
///
/// A kill or a stop lasts until the same target is restarted or continued, a bad way to the store
/// until it is healed, or to the end of the run; a restart or a reload from its begin to its end. A
/// second is added, in which the balancer and the clients find out. No other fault silences
/// anybody.
struct disturbance {
  std::string target;  ///< node-1 …, store, balancer
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;

  [[nodiscard]] bool touches(std::int64_t from_ns, std::int64_t to_ns) const {
    return from_ns <= end_ns && begin_ns <= to_ns;
  }
};

[[nodiscard]] std::vector<disturbance> disturbances_of(history const& h);

/// Those of one node.
[[nodiscard]] std::vector<disturbance> disturbances_of(history const& h, std::string_view node);

/// Why what was told of a key before says nothing of later answers, whatever the limiter does: a
/// fault made the store forget, or it forgets by itself when it is full. Empty: neither.
[[nodiscard]] std::string why_counts_were_lost(evidence const& e);

}  // namespace limitproof
