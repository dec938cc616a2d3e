#pragma once

#include "harness/model/scenario.hpp"
#include "harness/stack/stack.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

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

/// redis-server, `spec.nodes` nodes and haproxy as child processes on free loopback ports.
[[nodiscard]] std::unique_ptr<stack> make_local_stack(local_stack_options options);

/// A program the local stack or the build needs, and the Debian package that brings it.
struct required_program {
  std::string program;
  std::string package;
  std::optional<std::filesystem::path> found;
};

/// haproxy and redis-server, looked up in PATH and the sbin folders (Debian keeps haproxy in
/// /usr/sbin).
[[nodiscard]] std::vector<required_program> required_programs();

}  // namespace limitproof
