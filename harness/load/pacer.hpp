#pragma once

#include "harness/load/thread_share.hpp"
#include "harness/model/due_times.hpp"
#include "harness/model/plan.hpp"

#include <algorithm>
#include <cstdint>

namespace limitproof {

/// The send schedule of one open-loop phase: request i is due as `due_times` says after the phase's
/// start, whatever became of the earlier ones. Requests of one pipeline leave together, one
/// departure; of `of` threads, thread t sends the departures d ≡ t (mod of). Holds no clock; all
/// times are ns on run_clock.
///
/// A request keeps its due time. If every connection is busy it is sent late, with its lag in the
/// record, and past `late_limit` it is not sent at all. What falls due while the generator itself
/// is stalled for longer than that is not made up for (phase_sender::miss_due).
class pacer {
 public:
  pacer(planned_phase const& planned,
        paced_load const& load,
        thread_share share,
        duration late_limit);
  pacer(planned_phase const& planned,
        ramp_load const& load,
        thread_share share,
        duration late_limit);

  [[nodiscard]] bool is_exhausted() const { return index_ >= requests_; }

  /// The next departure's first request: its index in the phase and when it is due. Only unless
  /// exhausted.
  [[nodiscard]] std::uint64_t index() const { return index_; }

  /// How many requests depart with it, itself included.
  [[nodiscard]] std::uint64_t size() const { return std::min(pipeline_, requests_ - index_); }

  /// Its number among the departures of the phase.
  [[nodiscard]] std::uint64_t departure() const { return index_ / pipeline_; }

  [[nodiscard]] std::int64_t due_ns() const { return due_ns_; }

  [[nodiscard]] bool is_due(std::int64_t now_ns) const {
    return !is_exhausted() && due_ns_ <= now_ns;
  }

  [[nodiscard]] bool is_too_late(std::int64_t now_ns) const {
    return now_ns - due_ns_ > late_limit_ns_;
  }

  /// When the request's standing changes next: it falls due or, being due already and still
  /// waiting for a connection, it becomes too late. Only unless exhausted.
  [[nodiscard]] std::int64_t next_change_ns(std::int64_t now_ns) const {
    return due_ns_ > now_ns ? due_ns_ : due_ns_ + late_limit_ns_ + 1;
  }

  /// On to the one after it.
  void advance();

 private:
  void compute_due();

  due_times times_;
  std::uint64_t pipeline_;
  std::int64_t start_ns_;
  std::int64_t late_limit_ns_;
  std::uint64_t requests_;
  std::uint64_t step_;
  std::uint64_t index_;
  std::int64_t due_ns_ = 0;
};

}  // namespace limitproof
