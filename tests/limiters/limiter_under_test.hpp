#pragma once

#include "harness/redis/blocking_redis.hpp"
#include "limiters/make_limiter.hpp"
#include "tests/limiters/stopped_clock.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

namespace limitproof {

/// The plugin folders beside which this build's tests run, by name: all that limit anything.
[[nodiscard]] std::vector<std::string> const& plugin_names();

/// Runs `property(name)` as a section of its own for each plugin.
template <class Property>
void for_every_plugin(Property property) {
  for (auto const& name : plugin_names()) DYNAMIC_SECTION(name) {
      property(name);
    }
}

/// A real redis-server, as limiters under test know it.
struct store_under_test {
  address where;
  stopped_clock* clock = nullptr;  ///< the one it reads its time from, if that is the test's own
};

/// The environment in which a redis-server reads its time from `clock`.
[[nodiscard]] std::map<std::string, std::string> with_clock(stopped_clock const& clock);

/// This process' store, on the machine's clock.
[[nodiscard]] store_under_test running_store();

/// This process' store on a clock that only the tests move.
[[nodiscard]] store_under_test stopped_store();

struct limiter_question {
  std::string key;
  std::int64_t cost = 1;
};

/// One plugin as a cluster has it: several instances, each with its own connection to one store
/// that holds nothing at first. A stopped clock is put to its start.
class limiter_under_test {
 public:
  explicit limiter_under_test(std::string const& name,
                              std::size_t instances = 1,
                              store_under_test const& store = running_store());

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

  /// All questions at once, sent in this order by the first instance.
  [[nodiscard]] std::vector<result<decision>> check_in_order(
      std::vector<limiter_question> const& questions, std::vector<limit> const& limits);

  /// How far an instance's node is ahead of the true time from now on.
  void skew_clock(std::size_t node, duration ahead) { instances_.at(node).ahead = ahead; }

  /// The clock that the limiter decides by: the store's, or for a limiter on the node's clock one
  /// that moves with `pass` only.
  [[nodiscard]] std::int64_t now_us();

  /// The clock that keys expire by, whatever the limiter decides by.
  [[nodiscard]] std::int64_t store_now_us();

  /// The limiter's clock moves with `pass` only.
  [[nodiscard]] bool time_stands_still() const;

  /// Returns when that clock is `time` further: at once, if it is a stopped one.
  void pass(duration time);

  /// A command to the store, whose error reply fails the test.
  redis_reply command(std::vector<std::string> const& arguments);

  /// The names of all keys in the store.
  [[nodiscard]] std::vector<std::string> stored_keys();

 private:
  struct instance {
    std::unique_ptr<redis_connection> store;
    std::unique_ptr<limiter> decides;
    duration ahead{};
  };

  [[nodiscard]] limit_request request_for(std::string const& key,
                                          std::vector<limit> const& limits,
                                          std::int64_t cost,
                                          instance const& asked);

  limiter_plugin plugin_;
  store_under_test store_;
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
