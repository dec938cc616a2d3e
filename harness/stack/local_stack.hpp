#pragma once

#include "harness/model/policy_set.hpp"
#include "harness/model/scenario.hpp"
#include "harness/stack/required_programs.hpp"
#include "harness/stack/stack.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace limitproof {

struct local_stack_options {
  std::filesystem::path
      node_program;  ///< limitproof-node, or anyone's program that takes its flags
  std::filesystem::path limiter_folder;  ///< the plugin the nodes load
  std::string script{};                  ///< in that folder, what decides in the store; empty: none
  limitproof::policy policy;             ///< of every request, where there are no `policies`
  stack_spec spec;
  std::filesystem::path logs;     ///< existing directory: node-1.log …, haproxy.log, redis.log
  std::atomic<bool> const& stop;  ///< set from outside: give up waiting
  /// limitproof-proxy, which then stands between nodes and store; empty: nothing does. Faults that
  /// concern the way there need it.
  std::filesystem::path proxy_program{};
  std::uint64_t seed = 1;       ///< of what faults draw
  bool clocks_are_set = false;  ///< a fault will set a node's clock, or `spec` does already
  std::optional<policy_set> policies{};
  policy_updates updates{};  ///< that faults push in their place
};

/// redis-server, `spec.nodes` nodes and haproxy as child processes on free loopback ports; several
/// such stacks run side by side if their log folders differ.
///
/// `up` must be called from a thread that lives as long as the stack, which the main thread does:
/// the children die with the thread that started them (child_process); `inject` too, as a restart
/// is a start. Each takes at most 10 s.
/// Errors of `up`: `missing_program`, before anything is started, with the line that installs it;
/// `stack_failed`, naming the child that died or did not answer; `interrupted`. It leaves nothing
/// running then.
///
/// The harness's own questions to the store never go by way of the proxy.
///
/// Several policies stand in the log folder as policies.json, which each push replaces whole.
///
/// Where clocks are set, all nodes are preloaded with libfaketime. What a child wrote before it was
/// restarted stands in node-2.1.log, node-2.2.log … beside node-2.log.
[[nodiscard]] std::unique_ptr<stack> make_local_stack(local_stack_options options);

}  // namespace limitproof
