#pragma once

#include "harness/history/record_log.hpp"
#include "harness/load/exchange_loop.hpp"
#include "harness/load/phase_sender.hpp"
#include "harness/load/request_bytes.hpp"
#include "harness/load/run_attack.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <netinet/in.h>

namespace limitproof {

/// A thread's part of a pool: a row of the loop's connections.
struct pool_part {
  connect_to connect = connect_to::balancer;
  thread_share share;
  std::size_t first = 0;
  std::size_t count = 0;
  std::uint32_t first_number = 0;  ///< of the whole pool, operation::connection
};

/// One thread of an attack: sends its share of the plan's phases, each in its time. A phase's
/// unanswered requests do not hold up the next one.
class generator {
 public:
  /// All references outlive the generator.
  struct order {
    limitproof::plan const& plan;
    request_bytes const& requests;
    std::vector<sockaddr_in> const& targets;  ///< the balancer, and then the nodes
    record_log& log;
    std::atomic<bool> const& stop;
    attack_progress& progress;
    send_budget& budget;
    thread_share share;
  };

  explicit generator(order const& what);

  /// Opens and warms this thread's connections; returns when all are done or have failed.
  void warm_up();

  [[nodiscard]] std::size_t opened() const { return loop_.opened(); }

  [[nodiscard]] int open_error() const { return loop_.open_error(); }

  /// Runs the phases from run time 0 at `anchors.start_monotonic_ns` until every request is
  /// answered or given up, until the budget ends it, or until stopped; then finishes the log. Fails
  /// as resolve_starts does, or if a record could not be kept.
  [[nodiscard]] result<void> run(clock_anchors const& anchors);

  /// Why `run` ended, if it did well.
  [[nodiscard]] attack_end ended() const { return ended_; }

 private:
  void wait(std::int64_t until_ns);
  void dispatch();
  [[nodiscard]] result<void> make_senders(clock_anchors const& anchors);
  [[nodiscard]] bool is_done() const;

  [[nodiscard]] bool is_past_deadline() const { return loop_.now_ns() >= deadline_ns_; }

  [[nodiscard]] std::int64_t next_wake_ns() const;
  void show_progress();
  void show_nodes(exchange_counts const& counts);

  order order_;
  std::vector<pool_part> pools_;
  std::vector<planned_phase> phases_;                   ///< with their starts resolved
  std::vector<std::unique_ptr<phase_sender>> senders_;  ///< in the order of their starts
  std::size_t first_sender_ = 0;                        ///< those before are over
  exchange_loop loop_;
  schedule_counts schedule_;
  exchange_counts shown_;
  schedule_counts shown_schedule_;
  /// For each node of the log, and for those without a name, its slot in the progress.
  std::array<std::size_t, most_logged_nodes + 1> slots_{};
  std::size_t named_ = 0;  ///< nodes of the log that have one
  std::int64_t shown_ns_ = 0;
  std::int64_t awake_by_ns_ = 0;  ///< when this thread should look at its schedule again
  std::int64_t deadline_ns_;      ///< of the budget, on the loop's clock
  attack_end ended_ = attack_end::planned;
  std::optional<error> failure_;
};

/// How many connections are open at once: those of all pools.
[[nodiscard]] std::uint32_t all_connections(plan const& p);

/// How many threads there is work for: no more than the largest pool has connections.
[[nodiscard]] std::uint32_t useful_threads(plan const& p, int wanted);

}  // namespace limitproof
