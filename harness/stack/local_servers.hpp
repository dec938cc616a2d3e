#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/fault.hpp"
#include "harness/stack/local_stack.hpp"
#include "harness/stack/running_server.hpp"
#include "harness/stack/start_nodes.hpp"
#include "harness/stack/start_proxy.hpp"
#include "harness/stack/wait_limit.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// The child processes of a local stack: started together, ended together, and in between done to
/// what faults say. Used by the thread that started them (child_process). Destroying it ends all.
class local_servers {
 public:
  /// `options` outlives this; its paths are absolute.
  explicit local_servers(local_stack_options const& options) : options_(options) {}

  ~local_servers() { end(); }

  local_servers(local_servers const&) = delete;
  local_servers& operator=(local_servers const&) = delete;

  /// Starts all, each when what it needs is ready. Errors: those of make_local_stack's `up`; then
  /// `end` is the caller's.
  [[nodiscard]] result<void> start(wait_limit const& limit);

  /// As stack::inject.
  [[nodiscard]] result<void> inject(fault const& what, wait_limit const& limit);

  /// Ok while each of them still runs that no fault has killed.
  [[nodiscard]] result<void> alive() const;

  void end();

  [[nodiscard]] bool are_running() const { return redis_.has_value(); }

  [[nodiscard]] address const& balancer() const { return haproxy_->where; }

  [[nodiscard]] address const& store() const { return redis_->where; }

  /// Neither killed nor stopped by a fault.
  [[nodiscard]] bool store_serves() const { return !redis_->is_down && !redis_->is_paused; }

  [[nodiscard]] std::vector<node_endpoint> nodes() const;

 private:
  [[nodiscard]] result<void> find_programs();
  [[nodiscard]] result<void> start_way(wait_limit const& limit);
  [[nodiscard]] running_server& server(std::string_view target);
  [[nodiscard]] result<void> push_policies(policy_update const& update) const;
  [[nodiscard]] result<void> restart(fault const& what, wait_limit const& limit);
  [[nodiscard]] result<void> restart_node(running_server& node, wait_limit const& limit);
  [[nodiscard]] result<void> restart_store(wait_limit const& limit);
  [[nodiscard]] result<void> restart_balancer(wait_limit const& limit);
  [[nodiscard]] result<void> reload_balancer(wait_limit const& limit);
  [[nodiscard]] result<void> set_node_clock(fault const& what) const;
  [[nodiscard]] result<void> change_way(fault const& what) const;
  void keep_log(std::string const& name) const;

  local_stack_options const& options_;
  std::map<std::string, std::filesystem::path> programs_;
  node_options node_;
  std::optional<running_server> redis_;
  std::optional<running_proxy> proxy_;
  std::vector<running_server> nodes_;
  std::optional<running_server> haproxy_;
  /// Balancers that a reload has replaced, while their last connections end.
  std::vector<std::unique_ptr<child_process>> leaving_;
};

}  // namespace limitproof
