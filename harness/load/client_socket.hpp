#pragma once

#include "harness/history/owned_fd.hpp"

#include <netinet/in.h>

namespace limitproof {

/// A non-blocking TCP socket on its way to `target`; it becomes writable when that is decided. Owns
/// nothing if it failed at once: errno says why.
[[nodiscard]] owned_fd begin_connect(sockaddr_in const& target);

/// What came of it: 0, or an errno. A socket that connected to itself, which happens on loopback
/// when nobody listens on a port of the ephemeral range, was refused.
[[nodiscard]] int connect_result(owned_fd const& socket, sockaddr_in const& target);

}  // namespace limitproof
