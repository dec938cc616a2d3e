#include "harness/load/attack_progress.hpp"

#include <algorithm>

namespace limitproof {

namespace {

// With the generator's release: what a reader sees counted was over before its next look at a
// clock.
std::int64_t now(std::atomic<std::uint64_t> const& count) {
  return static_cast<std::int64_t>(count.load(std::memory_order_acquire));
}

}  // namespace

attack_counts counts_of(attack_progress const& progress) {
  return {now(progress.sent),
          now(progress.admitted),
          now(progress.denied),
          now(progress.unknown),
          now(progress.permits),
          now(progress.scheduled),
          now(progress.missed),
          now(progress.late_ns),
          now(progress.latest_ns),
          progress.nodes.read()};
}

attack_counts since(attack_counts const& before, attack_counts after) {
  after.sent -= before.sent;
  after.admitted -= before.admitted;
  after.denied -= before.denied;
  after.unknown -= before.unknown;
  after.permits -= before.permits;
  after.scheduled -= before.scheduled;
  after.missed -= before.missed;
  after.late_ns -= before.late_ns;
  for (auto& node : after.nodes) {
    auto const is_it = [&node](node_counts const& other) { return other.node == node.node; };
    auto const found = std::find_if(before.nodes.begin(), before.nodes.end(), is_it);
    if (found == before.nodes.end()) continue;
    node.counts.answered -= found->counts.answered;
    node.counts.admitted -= found->counts.admitted;
    node.counts.denied -= found->counts.denied;
  }
  return after;
}

}  // namespace limitproof
