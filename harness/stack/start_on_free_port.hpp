#pragma once

#include "harness/model/error.hpp"
#include "harness/stack/running_server.hpp"

#include <cstdint>
#include <functional>

namespace limitproof {

/// Where ports to try come from: `free_port`, or a test.
using port_source = std::function<result<std::uint16_t>()>;

/// Calls `start` with ports from `ports` until it does not fail for a port that somebody took since
/// it was seen free, which a dying redis-server or haproxy tells in its log; at most 5 times.
/// Errors: those of `ports`, and the last one of `start`.
[[nodiscard]] result<running_server> start_on_free_port(
    port_source const& ports, std::function<result<running_server>(std::uint16_t)> const& start);

}  // namespace limitproof
