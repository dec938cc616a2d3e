#include "harness/stack/free_port.hpp"

#include "harness/stack/file_descriptor.hpp"

#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace limitproof {

result<std::uint16_t> free_port() {
  file_descriptor const socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof name;
  auto* const any = reinterpret_cast<sockaddr*>(&name);
  if (!socket.is_open() || ::bind(socket.get(), any, size) != 0 ||
      ::getsockname(socket.get(), any, &size) != 0)
    return error{errc::io,
                 std::string("looking for a free port on 127.0.0.1: ") + std::strerror(errno)};
  return ntohs(name.sin_port);
}

}  // namespace limitproof
