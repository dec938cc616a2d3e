#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/units.hpp"
#include "harness/redis/redis_reply.hpp"

#include <memory>
#include <string>
#include <vector>

struct redisContext;

namespace limitproof {

/// Synchronous commands for the harness and the tests, never for a node's request path. One
/// connection, opened by the first command, and again by the next one after a loss.
class blocking_redis {
 public:
  /// `timeout` bounds the connect and each wait for bytes.
  blocking_redis(address store, duration timeout);

  /// `arguments` is not empty. Errors: `store_unavailable` naming the address; an error reply is a
  /// value.
  [[nodiscard]] result<redis_reply> command(std::vector<std::string> const& arguments);

 private:
  struct close_context {
    void operator()(redisContext* context) const;
  };

  [[nodiscard]] result<void> connect();
  /// Drops the connection, whose next reply could belong to the command given up.
  [[nodiscard]] error lost(std::string const& attempt);

  address store_;
  duration timeout_;
  std::unique_ptr<redisContext, close_context> context_;
};

/// The store's clock against CLOCK_MONOTONIC: the best of `samples` > 0 TIME round trips. Errors:
/// those of the connection; `store_unavailable` for an answer that is not a time.
[[nodiscard]] result<store_anchor> measure_store_clock(blocking_redis& store, int samples = 20);

}  // namespace limitproof
