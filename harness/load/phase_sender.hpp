#pragma once

#include "harness/history/record_log.hpp"
#include "harness/load/answer_counts.hpp"
#include "harness/load/exchange_loop.hpp"
#include "harness/load/request_bytes.hpp"
#include "harness/load/send_budget.hpp"
#include "harness/load/thread_share.hpp"
#include "harness/model/plan.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

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
    std::size_t first_connection = 0;  ///< of its pool, in `loop`
    std::size_t connections = 0;       ///< this thread's part of them, > 0
    std::size_t nodes = 0;             ///< connection i of its pool leads to node i mod nodes
    duration late_limit{};
    request_bytes const& requests;
    exchange_loop& loop;
    record_log& log;
    send_budget& budget;
    schedule_counts& schedule;
  };

  explicit phase_sender(surroundings const& around);

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

  /// Says of a request that it was due when it was sent.
  static constexpr std::int64_t when_sent = absent;

  // Connections go by their number in the loop; connection_at gives that of this thread's part.

  [[nodiscard]] std::size_t connection_at(std::size_t number) const {
    return around_.first_connection + number;
  }

  /// Any of the phase's connections that can take a request.
  [[nodiscard]] std::optional<std::size_t> take_any(std::size_t preferred = 0) {
    auto const first = around_.first_connection;
    return around_.loop.take_free(first, first + preferred, first + around_.connections);
  }

  /// A connection that can take request `index`: one to its node, where the request picks it.
  /// Number `preferred`, counted round, if that one is free.
  [[nodiscard]] std::optional<std::size_t> take_connection(std::uint64_t index,
                                                           std::uint64_t preferred);

  /// Request `index` of the phase, due at `intended_ns`, on a connection that was taken. The
  /// record; nullptr if it could not be kept or the budget is spent, and then nothing was sent.
  operation* send(std::size_t connection, std::uint64_t index, std::int64_t intended_ns);

  /// Requests first … first + count - 1 the same way, all before the first answer.
  void send_several(std::size_t connection,
                    std::uint64_t first,
                    std::uint64_t count,
                    std::int64_t intended_ns);

  [[nodiscard]] std::uint8_t variant_of(std::uint64_t index) const {
    return is_usual_ ? std::uint8_t{0} : around_.planned.requests.variant_of(index);
  }

  /// The bytes of a request of the phase; they last until the connection is free again.
  [[nodiscard]] std::string_view request_for(std::size_t connection,
                                             std::uint32_t key,
                                             std::uint8_t variant);

  /// The record of request `index`, stamped as sent now; the caller sends it. nullptr as in send.
  [[nodiscard]] operation* begin(std::size_t connection,
                                 std::uint64_t index,
                                 std::int64_t intended_ns);

  /// Records request `index` as not sent.
  void skip(std::uint64_t index, std::int64_t intended_ns);

 private:
  [[nodiscard]] std::optional<std::size_t> take_one_to(std::size_t node, std::uint64_t preferred);

  surroundings around_;
  bool is_usual_;      ///< its requests are all the usual one
  bool is_open_loop_;  ///< they have times that no answer changes
  std::vector<request_in_line> together_;
};

[[nodiscard]] std::unique_ptr<phase_sender> make_phase_sender(
    phase_sender::surroundings const& around);

}  // namespace limitproof
