#pragma once

#include "harness/model/fault.hpp"
#include "harness/model/policy_set.hpp"
#include "harness/model/scenario.hpp"
#include "harness/stack/stack.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

struct compose_stack_options {
  std::filesystem::path limiter_folder;  ///< the plugin; the folder around it is mounted read-only
  std::string script{};                  ///< in that folder, what decides in the store; empty: none
  limitproof::policy policy;             ///< of every request, where there are no `policies`
  stack_spec spec;
  std::filesystem::path logs;     ///< existing directory: node-1.log …, balancer.log, engine.log
  std::atomic<bool> const& stop;  ///< set from outside: give up waiting
  std::vector<fault> faults{};    ///< that will be done
  std::uint64_t seed = 1;         ///< of what faults draw
  std::optional<policy_set> policies{};
  policy_updates updates{};  ///< that faults push in their place
  /// That of compose/Dockerfile; LIMITPROOF_IMAGE in the environment names another one, here as in
  /// compose/compose.yaml.
  std::string image = "limitproof";
};

/// The services of compose/compose.yaml under a project name of their own, so that several such
/// stacks run side by side. The harness reaches balancer, nodes and store by free ports of loopback
/// that they are published on. In the log folder: compose.yaml, compose.override.json, what each
/// container printed, and every command given to the engine with its output.
///
/// Faults are commands of the engine: kill, pause, unpause, restart, and for `blackhole` and `heal`
/// the store is disconnected from the network and connected again. Scenarios that slow, narrow or
/// reset the way have a proxy in it, as in the local stack, and all faults of the way are its.
///
/// `up` and `inject` are called from a thread that lives as long as the stack. Each takes at most
/// 90 s. Errors of `up`: `missing_program` where no engine answers or there is no image, with the
/// command that helps; `stack_failed`, `interrupted`. It leaves nothing running then.
[[nodiscard]] std::unique_ptr<stack> make_compose_stack(compose_stack_options options);

}  // namespace limitproof
