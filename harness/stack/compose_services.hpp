#pragma once

#include "harness/codec/compose_override.hpp"
#include "harness/model/fault.hpp"
#include "harness/stack/compose_stack.hpp"
#include "harness/stack/container_engine.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace limitproof {

/// How the services are called in compose/compose.yaml; nodes have their own names.
inline constexpr char const* balancer_service = "balancer";
inline constexpr char const* store_service = "redis";
inline constexpr char const* way_service = "way";  ///< the proxy between nodes and store

/// In the folder of what nodes are given in files: their policies, and the clock of each.
inline constexpr char const* policies_file = "policies.json";
[[nodiscard]] std::string clock_file(std::string const& node);

/// The service that a fault's target is.
[[nodiscard]] std::string service_of(std::string_view target);

/// Ports on loopback by which the harness reaches what is in containers.
struct published_ports {
  std::uint16_t balancer = 0;
  std::uint16_t store = 0;
  std::uint16_t way_control = 0;  ///< 0: no proxy
  std::vector<std::uint16_t> nodes;
};

/// What compose.yaml is filled in from.
[[nodiscard]] std::vector<std::string> compose_environment(compose_stack_options const& options,
                                                           published_ports const& ports);

/// What is put over compose.yaml: the nodes that the scenario wants, told what the local stack's
/// are told, and the proxy if faults need it. `given` is the folder of what they are given in
/// files.
[[nodiscard]] std::map<std::string, compose_service> compose_services(
    compose_stack_options const& options,
    published_ports const& ports,
    std::filesystem::path const& given);

/// Whether a proxy has to stand in the way: an engine can cut it, but neither slow it nor reset it.
[[nodiscard]] bool needs_proxy(std::vector<fault> const& faults);

/// Arguments of the engine that do `action` to a container; empty for what no engine can do.
/// `network` is the stack's.
[[nodiscard]] std::vector<std::string> engine_arguments(fault_action action,
                                                        std::string const& container,
                                                        std::string const& network);

}  // namespace limitproof
