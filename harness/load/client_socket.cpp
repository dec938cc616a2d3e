#include "harness/load/client_socket.hpp"

#include <cerrno>

#include <netinet/tcp.h>
#include <sys/socket.h>

namespace limitproof {

owned_fd begin_connect(sockaddr_in const& target) {
  owned_fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return socket;
  int const on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  auto const* const to = reinterpret_cast<sockaddr const*>(&target);
  if (::connect(socket.get(), to, sizeof target) == 0 || errno == EINPROGRESS) return socket;
  int const code = errno;
  socket.reset();
  errno = code;
  return socket;
}

int connect_result(owned_fd const& socket, sockaddr_in const& target) {
  int code = 0;
  socklen_t size = sizeof code;
  if (::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &code, &size) != 0) return errno;
  if (code != 0) return code;
  sockaddr_in own{};
  size = sizeof own;
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&own), &size);
  bool const itself =
      own.sin_port == target.sin_port && own.sin_addr.s_addr == target.sin_addr.s_addr;
  return itself ? ECONNREFUSED : 0;
}

}  // namespace limitproof
