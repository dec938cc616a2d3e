#include "harness/check/overlap.hpp"

#include "harness/check/spoken.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

// Did the requests of a gate burst race at all? A limiter that reads and then writes leaks only to
// requests that it decides at the same time, so a burst that its nodes worked off one by one shows
// nothing. How many were in the limiter at once is told by the nodes: a request is in there from
// X-Arrived-At-Us for as long as its Server-Timing says. The client's own intervals prove no
// overlap: whoever sends everything and then reads has all of it in flight before the fastest
// serial server. A burst needs ten requests, or a tenth of its racers if that is more, in the
// limiter at one instant; at least half of the bursts must reach that.
//
// All stamps are taken as one clock's. Nodes whose clocks differ show too little or too much
// overlap: clock_offsets tells, and where a scenario sets them apart nothing is concluded. This
// check never fails a limiter. O(n log n) over the racers.

namespace limitproof {

namespace {

constexpr std::size_t least_at_once = 10;
constexpr std::size_t least_share = 10;  // of the racers: one in so many

/// From the least to the greatest of some times; 0 of none.
class spread {
 public:
  void add(std::int64_t time) {
    first_ = std::min(first_, time);
    last_ = std::max(last_, time);
  }

  [[nodiscard]] std::int64_t width() const { return last_ < first_ ? 0 : last_ - first_; }

 private:
  std::int64_t first_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t last_ = std::numeric_limits<std::int64_t>::min();
};

/// One burst of a gate phase.
struct burst {
  std::size_t racers = 0;
  std::vector<std::pair<std::int64_t, int>> edges;  ///< in the limiter: (ns, +1 entered or -1 left)
  spread sent_ns, arrived_us;
};

using bursts = std::map<std::pair<std::uint16_t, std::int64_t>, burst>;

bool is_racer(evidence const& e, operation const& op) {
  return op.phase < e.plan.phases.size() &&
         std::holds_alternative<gate_load>(e.plan.phases[op.phase].load);
}

bursts bursts_of(evidence const& e) {
  bursts all;
  for (auto const& op : e.history.operations) {
    if (!is_racer(e, op)) continue;
    auto& b = all[{op.phase, op.intended_ns}];
    ++b.racers;
    if (op.sent_ns == absent || op.arrived_at_us == absent || op.limiter_ns == absent) continue;
    b.sent_ns.add(op.sent_ns);
    b.arrived_us.add(op.arrived_at_us);
    b.edges.emplace_back(op.arrived_at_us * 1000, 1);
    b.edges.emplace_back(op.arrived_at_us * 1000 + op.limiter_ns, -1);
  }
  return all;
}

/// The most requests in the limiter at one instant: one that leaves as another enters does not
/// count.
std::size_t most_at_once(burst& b) {
  std::sort(b.edges.begin(), b.edges.end());
  std::ptrdiff_t inside = 0;
  std::ptrdiff_t most = 0;
  for (auto const& [unused, change] : b.edges) most = std::max(most, inside += change);
  return static_cast<std::size_t>(most);
}

struct race_figures {
  std::size_t rounds = 0;
  std::size_t strong = 0;
  std::size_t best = 0, weakest = 0;
  std::size_t racers = 0;                       ///< of the largest burst
  std::int64_t release_ns = 0, arrival_ns = 0;  ///< the widest spread of any burst
};

race_figures measure_race(bursts& all) {
  race_figures race;
  for (auto& [unused, b] : all) {
    auto const at_once = most_at_once(b);
    race.strong += at_once >= std::max(least_at_once, b.racers / least_share);
    race.best = std::max(race.best, at_once);
    race.weakest = race.rounds == 0 ? at_once : std::min(race.weakest, at_once);
    race.racers = std::max(race.racers, b.racers);
    race.release_ns = std::max(race.release_ns, b.sent_ns.width());
    race.arrival_ns = std::max(race.arrival_ns, b.arrived_us.width() * 1000);
    ++race.rounds;
  }
  return race;
}

bool clocks_were_set(evidence const& e) {
  auto const& clocks = e.plan.scenario.stack.node_clocks;
  auto const& done = e.history.injections;
  return std::any_of(clocks.begin(), clocks.end(), [](duration d) { return d != duration(0); }) ||
         std::any_of(done.begin(), done.end(), [](injection const& i) {
           return i.what.action == fault_action::clock;
         });
}

}  // namespace

finding check_overlap(evidence const& e, measurements const&) {
  finding found{check_name::overlap, verdict_kind::inconclusive, {}, std::nullopt, {}};
  auto all = bursts_of(e);
  if (all.empty()) {
    found.verdict = verdict_kind::pass;
    found.claim = "the attack has no burst that is released at once, so none had to race";
    return found;
  }
  if (clocks_were_set(e)) {
    found.claim =
        "the nodes' clocks were set apart as planned, so their stamps do not tell what raced; let "
        "bursts be released where clocks agree";
    return found;
  }
  auto const race = measure_race(all);
  auto const seen = fmt::format(
      "{} bursts of {} were released within {} and reached the nodes within {}; {} to {} requests "
      "were in the limiter at once",
      race.rounds,
      race.racers,
      spoken_time(race.release_ns),
      spoken_time(race.arrival_ns),
      race.weakest,
      race.best);
  if (2 * race.strong >= race.rounds) {
    found.verdict = verdict_kind::pass;
    found.claim = seen;
    return found;
  }
  found.claim = fmt::format(
      "{}, which is too weak a race in {} of {} bursts: {} at once are needed; use more "
      "connections "
      "or "
      "a less busy machine, and nodes that send X-Arrived-At-Us and Server-Timing",
      seen,
      race.rounds - race.strong,
      race.rounds,
      std::max(least_at_once, race.racers / least_share));
  return found;
}

}  // namespace limitproof
