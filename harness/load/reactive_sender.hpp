#pragma once

#include "harness/load/phase_sender.hpp"

#include <functional>
#include <queue>
#include <utility>
#include <vector>

namespace limitproof {

/// Clients that go by what they are told, see reactive_load: every connection is one client.
class reactive_sender : public phase_sender {
 public:
  reactive_sender(surroundings const& around, reactive_load const& load);

  void send_due(std::int64_t now_ns) override;

  void miss_due(std::int64_t) override {}  // a client that comes late comes late

  [[nodiscard]] bool is_over(std::int64_t now_ns) const override { return now_ns >= end_ns(); }

  void end() override;

  [[nodiscard]] std::int64_t next_change_ns(std::int64_t now_ns) const override;

 private:
  /// One client: idle on its connection until it is due, or with a request on its way.
  struct client {
    operation const* last = nullptr;  ///< its latest request
    std::int64_t due_ns = 0;
    bool is_waiting = false;  ///< in waiting_, until due_ns
    bool is_closed = false;   ///< its connection is opened when it sends
    std::uint64_t requests = 0;
  };

  using due_client = std::pair<std::int64_t, std::size_t>;

  [[nodiscard]] std::int64_t due_after(client const& c, std::size_t number) const;
  void see_who_is_free();
  void send_next(std::size_t number);

  reactive_load load_;
  std::vector<client> clients_;
  std::priority_queue<due_client, std::vector<due_client>, std::greater<>> waiting_;
};

}  // namespace limitproof
