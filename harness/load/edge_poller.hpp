#pragma once

#include "harness/history/owned_fd.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <sys/epoll.h>

namespace limitproof {

/// An edge-triggered epoll set of sockets known by a number. A socket leaves it by being closed.
class edge_poller {
 public:
  struct event {
    std::uint32_t number = 0;
    bool readable = false;
    bool writable = false;
    bool ended = false;  ///< the peer closed its side, or an error: read on for it
  };

  edge_poller();

  /// Watches for data, the peer's end and errors, and for room to write if asked. False: errno.
  [[nodiscard]] bool add(int socket, std::uint32_t number, bool and_writable);
  /// The same for a socket that was added; what is ready already is announced again.
  void change(int socket, std::uint32_t number, bool and_writable);

  /// Sleeps until there is an event, at most `timeout_ns`. Returns 0, or the errno of a kernel that
  /// cannot do this.
  [[nodiscard]] int wait(std::int64_t timeout_ns);

  /// The next event of the last wait.
  [[nodiscard]] std::optional<event> next();

  /// The last wait brought all events there were, not only as many as fit.
  [[nodiscard]] bool saw_all() const { return saw_all_; }

 private:
  [[nodiscard]] bool control(int operation, int socket, std::uint32_t number, bool and_writable);

  owned_fd epoll_;
  std::array<epoll_event, 256> events_;
  std::size_t count_ = 0;
  std::size_t next_ = 0;
  bool saw_all_ = false;
};

}  // namespace limitproof
