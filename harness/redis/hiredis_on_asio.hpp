#pragma once

#include "harness/net/result_token.hpp"

#include <boost/asio/any_io_executor.hpp>

struct redisAsyncContext;

namespace limitproof {

/// Makes the executor's loop wait on behalf of `context`, whose callbacks then run from that loop.
/// What is attached belongs to hiredis and ends when hiredis frees the context. One loop thread.
/// Error: the loop cannot watch the socket.
[[nodiscard]] boost::system::error_code attach_to_loop(redisAsyncContext& context,
                                                       asio::any_io_executor executor);

}  // namespace limitproof
