#pragma once

#include "harness/guard/guard_tallies.hpp"
#include "harness/node/node_options.hpp"
#include "harness/redis/redis_connection.hpp"
#include "limiters/make_limiter.hpp"

#include <memory>

namespace limitproof {

/// What the limiters of one thread stand on; all of it outlives them.
struct limiter_ground {
  node_settings const& settings;
  redis_connection& store;
  guard_tallies& tallies;
};

/// The plugin's limiter behind the node's guards, for one thread and requests under `promised`,
/// whose share it hands out where the node is to count alone. Errors: those of make_limiter.
[[nodiscard]] result<std::unique_ptr<limiter>> make_guarded_limiter(limiter_plugin const& plugin,
                                                                    policy const& promised,
                                                                    limiter_ground const& ground);

}  // namespace limitproof
