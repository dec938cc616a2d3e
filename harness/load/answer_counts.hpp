#pragma once

#include "harness/history/record_format.hpp"
#include "harness/model/operation.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace limitproof {

/// Answers, and how many of them were admitted or denied by the limiter.
struct answer_counts {
  std::int64_t answered = 0, admitted = 0, denied = 0;
};

/// How often each thing happened on one thread's connections. Written by that thread for each
/// request, and hence not atomic; what others are to see is published some times a second.
struct exchange_counts {
  std::uint64_t sent = 0, admitted = 0, denied = 0, unknown = 0;
  std::uint64_t permits = 0;  ///< what the admitted ones cost
  /// By record_log::node_index; the last one is of answers that name no node, or one too many.
  std::array<answer_counts, most_logged_nodes + 1> by_node{};

  /// Where answers of the node with that index are counted.
  [[nodiscard]] static std::size_t place_of(std::uint16_t node) {
    return std::min<std::size_t>(node, most_logged_nodes);
  }

  void count(operation const& concluded, outcome result) {
    if (result == outcome::unknown) ++unknown;
    if (result == outcome::denied) ++denied;
    if (result != outcome::admitted) return;
    ++admitted;
    permits += static_cast<std::uint64_t>(std::max(concluded.cost, 0));
  }

  void count_answer(std::uint16_t node, outcome result) {
    auto& of_node = by_node[place_of(node)];
    ++of_node.answered;
    of_node.admitted += result == outcome::admitted ? 1 : 0;
    of_node.denied += result == outcome::denied ? 1 : 0;
  }
};

/// How one thread kept to the schedules of its open-loop phases.
struct schedule_counts {
  std::uint64_t sent = 0;
  std::uint64_t missed = 0;     ///< recorded as not sent
  std::uint64_t late_ns = 0;    ///< by how much those sent left late, all together
  std::uint64_t latest_ns = 0;  ///< the most any of them did

  void count_departure(std::int64_t lag_ns) {
    auto const late = static_cast<std::uint64_t>(std::max<std::int64_t>(lag_ns, 0));
    ++sent;
    late_ns += late;
    latest_ns = std::max(latest_ns, late);
  }
};

}  // namespace limitproof
