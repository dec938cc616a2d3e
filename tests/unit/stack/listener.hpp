#pragma once

#include "harness/stack/file_descriptor.hpp"

#include <cstdint>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace limitproof {

/// A socket that listens on a loopback port, and so keeps it from others.
class listener {
 public:
  /// 0: any port. Throws when the port is taken.
  explicit listener(std::uint16_t port = 0) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof name;
    auto* const any = reinterpret_cast<sockaddr*>(&name);
    int const reuse = 1;
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    if (::bind(socket_.get(), any, size) != 0 || ::listen(socket_.get(), 64) != 0 ||
        ::getsockname(socket_.get(), any, &size) != 0)
      throw std::runtime_error("cannot listen on 127.0.0.1");
    port_ = ntohs(name.sin_port);
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }

  [[nodiscard]] int socket() const { return socket_.get(); }

 private:
  file_descriptor socket_;
  std::uint16_t port_ = 0;
};

}  // namespace limitproof
