#pragma once

#include "harness/history/record_log.hpp"
#include "harness/load/exchange_loop.hpp"
#include "harness/load/request_bytes.hpp"
#include "harness/load/send_budget.hpp"
#include "harness/load/thread_share.hpp"
#include "harness/model/plan.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace limitproof {

/// Sends one thread's part of one phase: each kind of load in a file of its own. All times are ns
/// of run time.
class phase_sender {
 public:
  /// What a sender works with; all of it outlives the sender.
  struct surroundings {
    planned_phase const& planned;
    std::uint16_t phase = 0;  ///< its number in the plan
    thread_share share;
    std::size_t connections = 0;  ///< this thread's part of them, > 0
    duration late_limit{};
    request_bytes const& requests;
    exchange_loop& loop;
    record_log& log;
    send_budget& budget;
  };

  explicit phase_sender(surroundings const& around) : around_(around) {}

  virtual ~phase_sender() = default;
  phase_sender(phase_sender const&) = delete;
  phase_sender& operator=(phase_sender const&) = delete;

  /// Sends what is due and finds a connection. Called after every event while the phase lasts.
  virtual void send_due(std::int64_t now_ns) = 0;

  /// The thread did not run when it should have: what fell due by `now_ns` is recorded as not sent.
  virtual void miss_due(std::int64_t now_ns) = 0;

  /// Nothing more will be sent; answers may be outstanding.
  [[nodiscard]] virtual bool is_over(std::int64_t now_ns) const = 0;

  /// Called once, when the phase is over and before the next one sends: gives back the connections
  /// it has taken and not used.
  virtual void end() {}

  /// When send_due has something to do although no event came.
  [[nodiscard]] virtual std::int64_t next_change_ns(std::int64_t now_ns) const = 0;

  [[nodiscard]] std::int64_t start_ns() const { return around_.planned.start.count(); }

 protected:
  [[nodiscard]] std::int64_t end_ns() const {
    return (around_.planned.start + around_.planned.length).count();
  }

  [[nodiscard]] surroundings const& around() const { return around_; }

  /// The number of what connection `connection` of this thread sends in round `round`, where every
  /// connection of the phase sends one request a round: a round's are numbered without a gap, so
  /// that keys drawn in turn change from round to round.
  [[nodiscard]] std::uint64_t index_in_round(std::uint64_t round, std::size_t connection) const {
    return round * around_.planned.connections + connection * around_.share.of +
           around_.share.index;
  }

  /// Nothing more is to be sent: a record could not be kept, and the log knows why, or the budget
  /// is spent.
  [[nodiscard]] bool must_end() const {
    return around_.log.failure().has_value() || around_.budget.is_spent();
  }

  /// Request `index` of the phase, due at `intended_ns`, on a connection from take_free. The
  /// record; nullptr if it could not be kept or the budget is spent, and then nothing was sent.
  operation* send(std::size_t connection, std::uint64_t index, std::int64_t intended_ns);

  /// The record of request `index`, stamped as sent now; the caller sends it. nullptr as in send.
  [[nodiscard]] operation* begin(std::size_t connection,
                                 std::uint64_t index,
                                 std::int64_t intended_ns);

  /// Records request `index` as not sent.
  void skip(std::uint64_t index, std::int64_t intended_ns);

 private:
  surroundings around_;
};

[[nodiscard]] std::unique_ptr<phase_sender> make_phase_sender(
    phase_sender::surroundings const& around);

}  // namespace limitproof
