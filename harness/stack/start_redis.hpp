#pragma once

#include "harness/model/error.hpp"
#include "harness/model/store_spec.hpp"
#include "harness/stack/start_on_free_port.hpp"
#include "harness/stack/wait_limit.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace limitproof {

struct redis_options {
  std::filesystem::path program;
  std::filesystem::path folder;  ///< existing: its working directory, and where its log goes
  store_spec spec{};
};

/// What redis-server is told of its memory.
[[nodiscard]] std::vector<std::string> memory_flags(store_spec const& spec);

/// An empty redis-server on 127.0.0.1 that keeps nothing on disk, accepting connections; its log is
/// redis.log. Errors: its death, those of `limit` and `ports`.
[[nodiscard]] result<running_server> start_redis(redis_options const& options,
                                                 port_source const& ports,
                                                 wait_limit const& limit);

}  // namespace limitproof
