#pragma once

#include <cstddef>
#include <string_view>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace limitproof {

// The three system calls of the steady state, past glibc's wrappers: those are cancellation points,
// and in a program with threads each call pays two atomic operations for it, a twentieth of what a
// request costs. Nobody cancels a generator thread. Results and errno are those of the wrappers.

[[nodiscard]] inline ssize_t send_bytes(int socket, std::string_view bytes) {
  return ::syscall(
      SYS_sendto, socket, bytes.data(), bytes.size(), MSG_NOSIGNAL, nullptr, std::size_t{0});
}

[[nodiscard]] inline ssize_t receive_bytes(int socket, char* buffer, std::size_t size) {
  return ::syscall(SYS_recvfrom, socket, buffer, size, 0, nullptr, nullptr);
}

/// The number of events, or -1.
[[nodiscard]] inline int wait_for_events(int epoll,
                                         epoll_event* events,
                                         int most,
                                         timespec const& timeout) {
  return static_cast<int>(
      ::syscall(SYS_epoll_pwait2, epoll, events, most, &timeout, nullptr, std::size_t{0}));
}

}  // namespace limitproof
