#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/units.hpp"
#include "harness/redis/redis_reply.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// Synchronous commands for the harness and the tests, never for a node's request path. One
/// connection, opened by the constructor's first command.
class blocking_redis {
 public:
  blocking_redis(address store, duration timeout);
  ~blocking_redis();
  blocking_redis(blocking_redis&& other) noexcept;
  blocking_redis& operator=(blocking_redis&& other) noexcept;

  /// Errors: `store_unavailable` naming the address; an error reply is a value.
  [[nodiscard]] result<redis_reply> command(std::vector<std::string> const& arguments);

 private:
  address store_;
  duration timeout_;
  void* context_ = nullptr;
};

/// The store's clock against CLOCK_MONOTONIC: the best of `samples` TIME round trips.
[[nodiscard]] result<store_anchor> measure_store_clock(blocking_redis& store, int samples = 20);

}  // namespace limitproof
