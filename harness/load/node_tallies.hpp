#pragma once

#include "harness/load/answer_counts.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// What one node answered so far.
struct node_counts {
  std::string node;  ///< as answers name it: any bytes. Empty: they name none
  answer_counts counts;
};

/// Counts of all generator threads by the node that answered. Each thread's log numbers nodes in
/// the order it met them, so here they have slots of their own. Threads add some times a second;
/// whoever reads never makes one of them wait.
class node_tallies {
 public:
  /// Of answers that name no node.
  static constexpr std::size_t nameless = most_logged_nodes;

  /// The slot of the node with that name, from its first use on; nameless when all are taken.
  [[nodiscard]] std::size_t slot_of(std::string_view name);

  void add(std::size_t place, answer_counts const& more);

  /// In the order of first sight, so that a later reading begins with the same nodes; the nameless
  /// ones come last, if there are any.
  [[nodiscard]] std::vector<node_counts> read() const;

 private:
  struct slot {
    logged_node_name name{};
    std::atomic<std::int64_t> answered{0}, admitted{0}, denied{0};
  };

  [[nodiscard]] static std::string_view name_of(slot const& s) {
    return {s.name.text.data(), s.name.size};
  }

  [[nodiscard]] static node_counts read(slot const& s);

  std::mutex naming_;  ///< held to give a slot away
  std::atomic<std::size_t> named_{0};
  std::array<slot, most_logged_nodes + 1> slots_{};
};

}  // namespace limitproof
