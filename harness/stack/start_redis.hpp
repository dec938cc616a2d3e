#pragma once

#include "harness/model/error.hpp"
#include "harness/stack/start_on_free_port.hpp"
#include "harness/stack/wait_limit.hpp"

#include <filesystem>

namespace limitproof {

/// An empty redis-server on 127.0.0.1 that keeps nothing on disk, accepting connections; its log is
/// <folder>/redis.log. Errors: its death, those of `limit` and `ports`.
[[nodiscard]] result<running_server> start_redis(std::filesystem::path const& program,
                                                 std::filesystem::path const& folder,
                                                 port_source const& ports,
                                                 wait_limit const& limit);

}  // namespace limitproof
