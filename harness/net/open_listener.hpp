#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/net/result_token.hpp"

namespace limitproof {

/// A socket that listens on `where`; port 0 picks a free one. Error: `io` naming the address.
[[nodiscard]] result<tcp_acceptor> open_listener(asio::io_context& loop, address const& where);

/// The same listening socket for another loop. Threads share one socket rather than the port by
/// SO_REUSEPORT: a second node on a taken port is then refused instead of getting half of the
/// connections, and closing one thread's acceptor resets no connection queued for it.
[[nodiscard]] result<tcp_acceptor> share_listener(asio::io_context& loop, tcp_acceptor& listener);

/// Where it listens, with the port that was picked.
[[nodiscard]] address local_address(tcp_acceptor const& listener);

}  // namespace limitproof
