#pragma once

#include "harness/redis/blocking_redis.hpp"
#include "limiters/make_limiter.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace limitproof {

/// The plugin folders beside which this build's tests run, by name: all that limit anything.
[[nodiscard]] std::vector<std::string> const& plugin_names();

/// One plugin as a cluster has it: several instances, each with its own connection to one store
/// that holds nothing at first.
class limiter_under_test {
 public:
  explicit limiter_under_test(std::string const& name, std::size_t instances = 1);

  [[nodiscard]] limiter_plugin const& plugin() const { return plugin_; }

  [[nodiscard]] limiter_claims const& claims() const { return plugin_.manifest.claims; }

  /// By the first instance, or another one.
  [[nodiscard]] result<decision> check(std::string const& key,
                                       std::vector<limit> const& limits,
                                       std::int64_t cost = 1,
                                       std::size_t node = 0);

  /// `count` checks of cost 1 at once, spread over the instances; how many were admitted.
  [[nodiscard]] std::int64_t check_at_once(std::string const& key,
                                           std::vector<limit> const& limits,
                                           std::size_t count);

  /// The clock that the limiter decides by: the store's, or for a limiter on the node's clock one
  /// that moves with `pass` only.
  [[nodiscard]] std::int64_t now_us();

  /// Returns when that clock is `time` further.
  void pass(duration time);

  /// A command to the store, whose error reply fails the test.
  redis_reply command(std::vector<std::string> const& arguments);

 private:
  struct instance {
    std::unique_ptr<redis_connection> store;
    std::unique_ptr<limiter> decides;
  };

  [[nodiscard]] limit_request request_for(std::string const& key,
                                          std::vector<limit> const& limits,
                                          std::int64_t cost);

  limiter_plugin plugin_;
  asio::io_context loop_{1};
  blocking_redis admin_;
  std::vector<instance> instances_;
  std::int64_t node_us_ = 1'700'000'000'000'000;
};

/// `limit` permits at once, and practically none after them.
[[nodiscard]] std::vector<limit> without_refill(std::int64_t limit);

/// A property that a limiter claims must hold; one that it does not claim must be seen to fail.
void require_as_claimed(bool claimed, bool holds);

}  // namespace limitproof
