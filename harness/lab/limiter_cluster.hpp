#pragma once

#include "harness/redis/blocking_redis.hpp"
#include "limiters/make_limiter.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace limitproof {

/// One plugin as a cluster has it, without the cluster: several instances in this thread, each with
/// a connection of its own to one store. The node's clock that they are told is the store's, so
/// that a limiter may decide by either.
class limiter_cluster {
 public:
  /// Errors: those of `make_limiter`; `store_unavailable`.
  [[nodiscard]] static result<std::unique_ptr<limiter_cluster>> make(limiter_plugin plugin,
                                                                     address const& store,
                                                                     std::size_t instances);

  [[nodiscard]] limiter_plugin const& plugin() const { return plugin_; }

  [[nodiscard]] limiter_claims const& claims() const { return plugin_.manifest.claims; }

  /// `limits` must outlive the request.
  [[nodiscard]] limit_request request(std::string key,
                                      std::span<limit const> limits,
                                      std::int64_t cost = 1) const;

  /// By one instance.
  [[nodiscard]] result<decision> check(limit_request request, std::size_t node = 0);

  /// How many of up to `most` requests one instance admits one after another, until it denies one.
  /// What else is seen of this limiter is compared with that, not with what it should admit: one
  /// that miscounts is to be blamed for its miscount alone.
  [[nodiscard]] result<std::int64_t> admitted_in_a_row(std::string const& key,
                                                       std::span<limit const> limits,
                                                       std::int64_t most);

  /// All at once, spread over the instances; the answers in the order of `requests`.
  [[nodiscard]] std::vector<result<decision>> check_at_once(std::vector<limit_request> requests);

  /// Returns when `time` is over on every clock.
  void pass(duration time);

  [[nodiscard]] node_time now() const;

  /// A command to the store beside the limiter. Errors: `store_unavailable`, also for an error
  /// reply.
  [[nodiscard]] result<redis_reply> command(std::vector<std::string> const& arguments);

  /// Every key in the store.
  [[nodiscard]] result<std::vector<std::string>> keys();

 private:
  struct instance {
    std::unique_ptr<redis_connection> store;
    std::unique_ptr<limiter> decides;
  };

  limiter_cluster(limiter_plugin plugin, address const& store);

  [[nodiscard]] std::vector<result<decision>> await_all(
      std::vector<boost::asio::awaitable<result<decision>>> checks);
  void run_until(std::function<bool()> const& done);

  limiter_plugin plugin_;
  boost::asio::io_context loop_{1};
  blocking_redis admin_;
  std::vector<instance> instances_;
  std::chrono::microseconds clock_offset_{};  ///< of the store's clock to steady_clock
};

}  // namespace limitproof
