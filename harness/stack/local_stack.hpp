#pragma once

#include "harness/model/scenario.hpp"
#include "harness/stack/required_programs.hpp"
#include "harness/stack/stack.hpp"

#include <atomic>
#include <filesystem>
#include <memory>

namespace limitproof {

struct local_stack_options {
  std::filesystem::path
      node_program;  ///< limitproof-node, or anyone's program that takes its flags
  std::filesystem::path limiter_folder;  ///< the plugin the nodes load
  limitproof::policy policy;
  stack_spec spec;
  std::filesystem::path logs;     ///< existing directory: node-1.log …, haproxy.log, redis.log
  std::atomic<bool> const& stop;  ///< set from outside: give up waiting
};

/// redis-server, `spec.nodes` nodes and haproxy as child processes on free loopback ports; several
/// such stacks run side by side if their log folders differ.
///
/// `up` must be called from a thread that lives as long as the stack, which the main thread does:
/// the children die with the thread that started them (child_process). It takes at most 10 s.
/// Errors of `up`: `missing_program`, before anything is started, with the line that installs it;
/// `stack_failed`, naming the child that died or did not answer; `interrupted`. It leaves nothing
/// running then.
///
/// In sanitizer builds, nodes that are preloaded with libfaketime need
/// ASAN_OPTIONS=verify_asan_link_order=0.
[[nodiscard]] std::unique_ptr<stack> make_local_stack(local_stack_options options);

}  // namespace limitproof
