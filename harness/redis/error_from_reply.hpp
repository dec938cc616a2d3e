#pragma once

#include "harness/model/error.hpp"
#include "harness/redis/redis_reply.hpp"

namespace limitproof {

/// What an error reply (kind::error) to a limiter's command means: `store_unavailable` when the
/// store turns everyone away for now (LOADING, BUSY, MASTERDOWN, CLUSTERDOWN), otherwise
/// `script_error`: the command or script is wrong. The text is the store's.
[[nodiscard]] error error_from_reply(redis_reply const& reply);

}  // namespace limitproof
