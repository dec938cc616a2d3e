#pragma once

#include "harness/load/node_tallies.hpp"

#include <atomic>
#include <cstdint>
#include <vector>

namespace limitproof {

/// Filled in by the generator threads some times a second, read by who shows how an attack goes on:
/// a view, not evidence.
struct attack_progress {
  std::atomic<std::int64_t> start_monotonic_ns{0};  ///< CLOCK_MONOTONIC at run time 0; 0: not yet
  std::atomic<std::uint64_t> sent{0}, admitted{0}, denied{0}, unknown{0};
  std::atomic<std::uint64_t> permits{0};    ///< what the admitted ones cost
  std::atomic<std::uint64_t> scheduled{0};  ///< sent by the clock, in open-loop phases
  std::atomic<std::uint64_t> missed{0};     ///< recorded as not sent
  std::atomic<std::uint64_t> late_ns{0};    ///< of the scheduled ones, all together
  std::atomic<std::uint64_t> latest_ns{0};  ///< the most any of them was late
  node_tallies nodes;
};

/// One reading of it.
struct attack_counts {
  std::int64_t sent = 0, admitted = 0, denied = 0, unknown = 0;
  std::int64_t permits = 0, scheduled = 0, missed = 0, late_ns = 0, latest_ns = 0;
  std::vector<node_counts> nodes{};  ///< as node_tallies::read
};

/// Whatever is counted here happened before this returns.
[[nodiscard]] attack_counts counts_of(attack_progress const& progress);

/// What came between two readings; `latest_ns` is the later one's.
[[nodiscard]] attack_counts since(attack_counts const& before, attack_counts after);

}  // namespace limitproof
