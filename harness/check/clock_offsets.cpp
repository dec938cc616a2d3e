#include "harness/check/clock_offsets.hpp"

#include "harness/check/clock_track.hpp"
#include "harness/check/spoken.hpp"
#include "harness/check/store_windows.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

// Were the clocks steady? Nodes tell their clock at the last byte of a request (X-Arrived-At-Us),
// the store's clock comes with its decision (X-Decided-At-Us). Both were read at some instant t of
// [sent, received], so with told ≤ clock(t) < told + 1 µs
//
//   clock - run lies in [told - received, told + 1 µs - sent].
//
// A steady clock has one offset, which lies in all of these; a few hundred answers narrow it to the
// fastest round trip. Where they have no instant in common the clock was stepped, by at least the
// gap. Example: stamps that leave [4.0, 4.2] ms, then one that leaves [54.1, 54.9] ms: 49.9 ms
// forward at least, between these two requests.
//
// It informs about the measurement. A limiter is never failed by it, and no other check's fail is
// taken back; where a clock stepped it is inconclusive, as aligned windows are judged by the
// store's clock and limiters that trust their nodes' clocks may have been misled. For a limiter
// that takes the node's time the decision stamp says nothing of the store. A drift up to the
// tolerance's widens the range as time goes by; the offset that was measured before the run starts
// the store's.
//
// A planned fault that sets a node's clock divides that clock's stamps: those of requests in flight
// meanwhile are left out, and the stamps before and after are two clocks, each of which is to be
// steady.
//
// Sound: a steady clock within the drift is never said to have stepped, whenever it was read. Steps
// smaller than the fastest round trips stay unseen. O(operations).

namespace limitproof {

namespace {

struct named_track {
  std::string name;
  clock_track track;
};

clock_track store_track(evidence const& e) {
  auto const& allowed = e.plan.scenario.tolerance;
  auto const known = store_offset_of(e.history.clocks, allowed);
  if (!known) return clock_track(allowed.clock_drift_ppm);
  auto const bound = known->bound_ns + 1'000;
  return {allowed.clock_drift_ppm, {known->offset_ns - bound, known->offset_ns + bound}};
}

/// One node's clock, in as many pieces as planned faults made of it.
class node_tracks {
 public:
  node_tracks(evidence const& e, std::string const& node) {
    auto const drift = e.plan.scenario.tolerance.clock_drift_ppm;
    pieces_.push_back({node, clock_track(drift)});
    for (auto const& done : e.history.injections) {
      if (done.what.action != fault_action::clock || done.what.target != node) continue;
      settings_.push_back({done.begin_ns, done.end_ns});
      pieces_.push_back({fmt::format("{} after it was set at {}", node, spoken_time(done.begin_ns)),
                         clock_track(drift)});
    }
  }

  void add(clock_stamp const& stamp) {
    std::size_t piece = 0;
    for (auto const& setting : settings_) {
      if (stamp.received_ns < setting.start_ns) break;
      if (setting.end_ns == absent || stamp.sent_ns <= setting.end_ns) return;
      ++piece;
    }
    pieces_[piece].track.add(stamp);
  }

  [[nodiscard]] std::vector<named_track> const& pieces() const { return pieces_; }

 private:
  std::vector<time_interval> settings_;
  std::vector<named_track> pieces_;
};

/// A track for each piece of each node's clock, then the store's.
std::vector<named_track> follow_clocks(evidence const& e) {
  std::vector<node_tracks> nodes;
  for (auto const& node : e.history.nodes) nodes.emplace_back(e, node);
  named_track store{"the store", store_track(e)};

  auto const store_tells = e.claims.time != time_source::node;
  for (auto const& op : e.history.operations) {
    if (op.sent_ns < 0 || op.received_ns < op.sent_ns) continue;
    clock_stamp stamp{op.sent_ns, op.received_ns, op.arrived_at_us, op.id};
    if (op.arrived_at_us != absent && op.node < nodes.size()) nodes[op.node].add(stamp);
    stamp.told_us = op.decided_at_us;
    if (op.decided_at_us != absent && store_tells) store.track.add(stamp);
  }
  std::vector<named_track> tracks;
  for (auto const& node : nodes)
    tracks.insert(tracks.end(), node.pieces().begin(), node.pieces().end());
  tracks.push_back(store);
  std::erase_if(tracks, [](named_track const& t) { return t.track.stamps() == 0; });
  return tracks;
}

std::string signed_time(std::int64_t ns) {
  return (ns < 0 ? "-" : "+") + spoken_time(std::abs(ns));
}

/// "node-1 +0.02 ms ± 0.1 ms": against the generator's wall clock where that is known.
std::string offset_text(evidence const& e, named_track const& t) {
  auto const& range = *t.track.offset();
  auto const half = (range.most_ns - range.least_ns + 1) / 2;
  auto const middle = range.least_ns + half;
  auto const wall_us = e.history.clocks.start_wall_us;
  if (wall_us == 0) return fmt::format("{} ± {}", t.name, spoken_time(half));
  return fmt::format(
      "{} {} ± {}", t.name, signed_time(middle - 1'000 * wall_us), spoken_time(half));
}

std::string step_text(named_track const& t) {
  auto const& step = *t.track.largest_step();
  return fmt::format(
      "the clock of {} stepped {} by at least {} between {} and {} of the run (its steps: {}); "
      "what "
      "goes by that clock is not certain, so keep clocks from being set while a run lasts",
      t.name,
      step.at_least_ns < 0 ? "back" : "forward",
      spoken_time(std::abs(step.at_least_ns)),
      spoken_time(step.between.start_ns),
      spoken_time(step.between.end_ns),
      t.track.steps());
}

std::int64_t step_size(named_track const& t) {
  return t.track.largest_step() ? std::abs(t.track.largest_step()->at_least_ns) : 0;
}

}  // namespace

finding check_clock_offsets(evidence const& e, measurements const&) {
  finding found{check_name::clock_offsets, verdict_kind::inconclusive, {}, std::nullopt, {}};
  auto const tracks = follow_clocks(e);
  if (tracks.empty()) {
    found.claim = "no answer told a clock; let the nodes send X-Arrived-At-Us";
    return found;
  }
  auto const worst = std::max_element(
      tracks.begin(), tracks.end(), [](named_track const& a, named_track const& b) {
        return step_size(a) < step_size(b);
      });
  if (worst->track.steps() > 0) {
    auto const& step = *worst->track.largest_step();
    found.claim = step_text(*worst);
    found.interval = step.between;
    found.witness = {step.before, step.after};
    return found;
  }
  std::string offsets;
  for (auto const& t : tracks) offsets += (offsets.empty() ? "" : ", ") + offset_text(e, t);
  found.verdict = verdict_kind::pass;
  found.claim = "no clock stepped; ahead of the generator's: " + offsets;
  return found;
}

}  // namespace limitproof
