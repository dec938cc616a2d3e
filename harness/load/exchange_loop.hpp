#pragma once

#include "harness/history/record_log.hpp"
#include "harness/load/answer_counts.hpp"
#include "harness/load/connection.hpp"
#include "harness/load/edge_poller.hpp"
#include "harness/load/free_set.hpp"
#include "harness/load/head_shape_cache.hpp"
#include "harness/load/shape_samples.hpp"
#include "harness/load/waiting_line.hpp"
#include "harness/model/units.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <netinet/in.h>

namespace limitproof {

/// One thread's connections to the balancer and the nodes, by edge-triggered epoll: carries
/// requests, reads the answers and completes their records. Per request one send, one recv and a
/// share of one epoll_pwait2; no allocation, no other system call while connections stay open.
///
/// Why one recv suffices: a recv that returns less than its buffer has emptied the socket, and
/// whatever comes later is a new edge. Only what the event itself announced beyond data (the
/// peer's end, an error) is read on for.
class exchange_loop {
 public:
  /// A connection: its number in the run, and where it leads.
  struct seat {
    std::uint32_t number = 0;
    std::uint32_t target = 0;
  };

  struct setup {
    std::vector<sockaddr_in> targets;
    std::vector<seat> seats;
    duration request_timeout{};
    std::string_view warm_up;  ///< a request that outlives this
  };

  exchange_loop(setup const& how, record_log& log);
  exchange_loop(exchange_loop const&) = delete;
  exchange_loop& operator=(exchange_loop const&) = delete;

  /// Opens every connection and sends each one warm-up request, without a record. Begin with this,
  /// then call wait and handle_next until is_warm.
  void begin_warm_up();

  [[nodiscard]] bool is_warm() const { return awaiting_.first() == nullptr; }

  /// How many connections could be opened; why one could not, as an errno.
  [[nodiscard]] std::size_t opened() const { return opened_; }

  [[nodiscard]] int open_error() const { return open_error_; }

  /// Run time is counted from `start_monotonic_ns`; the warm-up is over.
  void start_clock(std::int64_t start_monotonic_ns);
  [[nodiscard]] std::int64_t now_ns() const;

  /// A connection that can take a request, see free_set::take.
  [[nodiscard]] std::optional<std::size_t> take_free(std::size_t first,
                                                     std::size_t preferred,
                                                     std::size_t end) {
    return free_.take(first, preferred, end);
  }

  /// This connection, if it can take a request.
  [[nodiscard]] bool take_exactly(std::size_t index) { return free_.take_exactly(index); }

  /// One from take_free that was not used.
  void give_back(std::size_t index) { free_.add(index); }

  [[nodiscard]] std::uint32_t number_of(std::size_t index) const {
    return connections_[index].number;
  }

  /// Sends `request` on a connection from take_free, opening it first if need be. `record` is
  /// open, stamped as sent now, and completed here; `request` outlives the exchange.
  void send(std::size_t index, operation& record, std::string_view request);

  /// Room for requests that are put together for this connection; what is in there is sent from
  /// there, and left alone until the connection is free again.
  [[nodiscard]] std::string& workspace(std::size_t index) { return connections_[index].workspace; }

  /// Sends the requests that lie one after the other in the workspace, at least one, without
  /// waiting for an answer in between. Each `record` as in send; answers come in this order.
  void send_together(std::size_t index, std::vector<request_in_line> const& requests);

  /// As send, but nothing is written yet: the request trickles.
  void begin_slowly(std::size_t index, operation& record, std::string_view request);

  /// Writes one more byte of a request that trickles; before the last one its record is stamped as
  /// sent now.
  void trickle(std::size_t index);

  [[nodiscard]] bool is_trickling(std::size_t index) const {
    return connections_[index].state == connection_state::trickling;
  }

  /// Gives up a request that trickles, or would once its connection is open: no node has seen it
  /// whole.
  void give_up_slow(std::size_t index);

  /// Takes connection `index` and sends all of `request` but its last byte. False if it is not open
  /// and free, or breaks.
  [[nodiscard]] bool hold(std::size_t index, std::string_view request);

  /// False once the peer answered or closed before it was asked.
  [[nodiscard]] bool is_held(std::size_t index) const {
    return connections_[index].state == connection_state::holding;
  }

  /// Sends the last byte of a held request; `record` as in send.
  void release(std::size_t index, operation& record);

  /// Gives up a held request: no node has seen it whole.
  void let_go(std::size_t index);

  /// Open, and without a request.
  [[nodiscard]] bool is_idle(std::size_t index) const {
    return connections_[index].state == connection_state::idle;
  }

  /// Sleeps until an event is there, at most until run time `until_ns`. Returns 0, or the errno of
  /// a kernel that cannot do this.
  [[nodiscard]] int wait(std::int64_t until_ns);

  /// Handles one event of the last wait; false: there are no more.
  [[nodiscard]] bool handle_next();

  /// The latest time this loop read: after the last recv or wait.
  [[nodiscard]] std::int64_t latest_ns() const { return latest_ns_; }

  /// Gives up what has waited too long. Only after handle_next said false: an answer that lies in
  /// a socket while this thread was stalled is no timeout.
  void expire();

  /// When `expire` has something to do; INT64_MAX: never.
  [[nodiscard]] std::int64_t next_expiry_ns() const;

  /// Requests with a record and no answer yet.
  [[nodiscard]] std::size_t unanswered() const { return unanswered_; }

  /// Concludes what is unanswered as unknown, at the end of a run.
  void abandon();

  [[nodiscard]] exchange_counts const& counts() const { return counts_; }

 private:
  void carry(connection& c, operation& record);
  void take_on(connection& c, operation& record);
  void open(connection& c);
  void connect_decided(connection& c);
  void established(connection& c);
  void refused(connection& c, int code);
  void transmit(connection& c);
  void send_rest(connection& c);
  void read(connection& c, bool ended);
  [[nodiscard]] bool take_bytes(connection& c, std::string_view bytes, bool peer_ended);
  void peer_ended(connection& c);
  void answered(connection& c, bool reusable);
  void failed(connection& c);
  void stop_waiting(connection& c);
  [[nodiscard]] static bool is_sent(connection const& c);
  void next_in_line(connection& c);
  void conclude_unanswered(connection& c);
  void await_next_in_line(connection& c);
  void conclude(connection& c, outcome result);
  void renew(connection& c);
  void rest(connection& c);
  void lost_while_idle(connection& c);
  void set_free(connection& c);
  [[nodiscard]] std::uint32_t index_of(connection const& c) const;

  setup setup_;
  record_log& log_;
  edge_poller poller_;
  head_shape_cache cache_;
  shape_samples samples_;
  std::vector<connection> connections_;
  free_set free_;
  waiting_line awaiting_;  ///< connecting or awaiting
  waiting_line resting_;   ///< closed, and not to be tried again at once
  std::vector<char> buffer_;
  std::int64_t start_ns_ = 0;
  std::int64_t latest_ns_ = 0;
  std::int64_t wait_began_ns_ = 0;
  std::size_t unanswered_ = 0;
  std::size_t opened_ = 0;
  int open_error_ = 0;
  bool warming_up_ = false;
  exchange_counts counts_;
};

}  // namespace limitproof
