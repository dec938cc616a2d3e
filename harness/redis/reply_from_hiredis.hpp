#pragma once

#include "harness/redis/redis_reply.hpp"

struct redisReply;

namespace limitproof {

/// A copy that does not depend on hiredis' reply; RESP2 types only (hiredis 0.14 parses no others).
[[nodiscard]] redis_reply reply_from_hiredis(redisReply const& reply);

}  // namespace limitproof
