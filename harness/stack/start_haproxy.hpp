#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/scenario.hpp"
#include "harness/stack/start_on_free_port.hpp"
#include "harness/stack/wait_limit.hpp"

#include <filesystem>
#include <vector>

namespace limitproof {

/// The admin socket, in HAProxy's folder.
inline constexpr char const* haproxy_socket = "haproxy.sock";

/// What the balancer spreads, and how.
struct balancing {
  balance_method method = balance_method::roundrobin;
  std::vector<node_endpoint> nodes;
};

/// HAProxy on 127.0.0.1 in front of the nodes, accepting connections. In `folder`: haproxy.cfg,
/// haproxy.log and the admin socket. Errors: `io` (the file), its death, those of
/// `limit` and `ports`.
[[nodiscard]] result<running_server> start_haproxy(std::filesystem::path const& program,
                                                   std::filesystem::path const& folder,
                                                   balancing const& backend,
                                                   port_source const& ports,
                                                   wait_limit const& limit);

/// A new HAProxy with the configuration of the one that runs in `folder`, which hands it its
/// listening socket: no connection is refused meanwhile. Returns when the new one answers; the old
/// one goes on by itself until its connections have ended. Errors: the new one's death, those of
/// `limit`.
[[nodiscard]] result<running_server> reload_haproxy(std::filesystem::path const& program,
                                                    std::filesystem::path const& folder,
                                                    running_server const& old,
                                                    wait_limit const& limit);

}  // namespace limitproof
