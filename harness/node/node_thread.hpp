#pragma once

#include "harness/guard/guard_tallies.hpp"
#include "harness/model/error.hpp"
#include "harness/net/result_token.hpp"
#include "harness/net/task_group.hpp"
#include "harness/node/http_server.hpp"
#include "harness/node/node_metrics.hpp"
#include "harness/node/node_options.hpp"
#include "harness/node/session.hpp"
#include "harness/policy_sources/tier_cache.hpp"
#include "harness/policy_sources/tier_table.hpp"
#include "harness/redis/redis_connection.hpp"
#include "limiters/make_limiter.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace limitproof {

/// What one thread of a node owns: a loop, a connection to the store, a limiter and a server. The
/// threads share nothing but the listening socket.
class node_thread {
 public:
  /// Ready to run. `plugin` and `listener` are read only during the call, `settings` outlives the
  /// thread. `log` is called from this thread. Errors: those of make_limiter, of share_listener and
  /// of tier_table::open.
  [[nodiscard]] static result<std::unique_ptr<node_thread>> make(
      node_settings const& settings,
      limiter_plugin const& plugin,
      tcp_acceptor& listener,
      std::function<void(std::string const&)> log);

  node_thread(node_thread const&) = delete;
  node_thread& operator=(node_thread const&) = delete;

  /// Before `run`: requests come under these policies. Errors: those of make_limiter.
  [[nodiscard]] result<void> open(std::shared_ptr<prepared_policies const> prepared);

  /// While it runs, from the thread that asks for `metrics`: the same between two requests, soon.
  /// Policies that a limiter cannot be made for leave the old ones in place, and are told to `log`.
  void adopt(std::shared_ptr<prepared_policies const> prepared);

  /// Serves until `request_stop` has been obeyed. What escapes it is a bug of a limiter or of ours.
  void run();

  /// From any thread, any number of times: answers what is under way, closes the rest, ends `run`.
  void request_stop();

  /// As of now, without holding up this thread.
  [[nodiscard]] node_metrics metrics() const;

 private:
  node_thread(node_settings const& settings,
              std::unique_ptr<asio::io_context> loop,
              std::unique_ptr<redis_connection> store,
              std::unique_ptr<guard_tallies> tallies,
              std::unique_ptr<limiter> decides,
              tcp_acceptor listener,
              quota_words quota,
              std::function<void(std::string const&)> log);

  [[nodiscard]] result<void> open_tier_table();
  [[nodiscard]] std::vector<answer_tallies*> answers_of(prepared_policies const& prepared);
  [[nodiscard]] result<void> open_with(std::shared_ptr<prepared_policies const> prepared,
                                       std::vector<answer_tallies*> const& answers);
  [[nodiscard]] asio::awaitable<void> shut_down();

  node_settings const& settings_;
  duration grace_;
  bool stopping_ = false;
  std::unique_ptr<guard_tallies> tallies_;
  std::map<std::string, answer_tallies> answers_by_policy_;  ///< rows are added by its owner
  std::unique_ptr<asio::io_context> loop_;
  std::unique_ptr<redis_connection> store_;
  std::unique_ptr<limiter> decides_;
  service desk_;
  std::unique_ptr<tier_table> tier_table_;
  std::optional<tier_cache> tiers_;  ///< of that table
  occasional_log table_faults_;
  http_server server_;
  task_group closing_;
};

}  // namespace limitproof
