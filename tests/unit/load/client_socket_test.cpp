#include "harness/load/client_socket.hpp"

#include <cerrno>

#include <catch2/catch.hpp>
#include <poll.h>
#include <sys/socket.h>

using namespace limitproof;

namespace {

/// A socket bound to a free loopback port, and its address. Nobody listens there.
struct bound_socket {
  owned_fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address{};

  bound_socket() {
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const at = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(socket.get(), at, size) == 0);
    REQUIRE(::getsockname(socket.get(), at, &size) == 0);
  }
};

}  // namespace

TEST_CASE("a port where nobody listens refuses", "[load]") {
  bound_socket const nobody;
  auto const client = begin_connect(nobody.address);
  REQUIRE(client);

  pollfd decided{client.get(), POLLOUT, 0};
  REQUIRE(::poll(&decided, 1, -1) == 1);

  CHECK(connect_result(client, nobody.address) == ECONNREFUSED);
}

TEST_CASE("a socket that connected to itself was refused", "[load]") {
  bound_socket const own;
  auto const* const to = reinterpret_cast<sockaddr const*>(&own.address);
  REQUIRE(::connect(own.socket.get(), to, sizeof own.address) == 0);

  CHECK(connect_result(own.socket, own.address) == ECONNREFUSED);
}
