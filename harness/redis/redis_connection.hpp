#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/units.hpp"
#include "harness/net/result_token.hpp"
#include "harness/redis/redis_reply.hpp"

#include <memory>
#include <string>
#include <vector>

namespace limitproof {

/// One connection to Redis over hiredis' asynchronous interface, used from one io_context thread.
/// Commands of concurrent callers are pipelined. Connects on first use; after a loss it reconnects
/// on the next command, at most once every 100 ms, so that a dead store costs an immediate error
/// and not a deadline. While connected it keeps its loop running; close it, or destroy it, before
/// the loop is destroyed.
///
/// A store known by a name is looked up when this is made, which waits for the answer, and again
/// beside each attempt to connect, which does not: a container that was started again may have
/// another address.
class redis_connection {
 public:
  redis_connection(asio::any_io_executor executor, address store, duration deadline);
  ~redis_connection();
  redis_connection(redis_connection const&) = delete;
  redis_connection& operator=(redis_connection const&) = delete;

  /// One command, any bytes in its arguments; not empty, and one that is answered exactly once (so
  /// no SUBSCRIBE, MONITOR or CLIENT REPLY). An error *reply* is a value (kind::error). Errors:
  /// `store_unavailable` when not connected, lost, or no reply within the deadline (a late reply is
  /// dropped). Cancelling the caller does not shorten the wait.
  [[nodiscard]] asio::awaitable<result<redis_reply>> command(std::vector<std::string> arguments);

  /// Several commands (at least one) written back to back, replies in order; fails as a whole.
  [[nodiscard]] asio::awaitable<result<std::vector<redis_reply>>> pipeline(
      std::vector<std::vector<std::string>> commands);

  /// Fails what is pending and closes; later commands fail.
  void close();

 private:
  class channel;
  std::shared_ptr<channel> channel_;
};

}  // namespace limitproof
