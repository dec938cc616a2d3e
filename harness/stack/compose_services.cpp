#include "harness/stack/compose_services.hpp"

#include "harness/stack/faked_clock.hpp"
#include "harness/stack/start_nodes.hpp"
#include "harness/stack/start_redis.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace limitproof {

namespace {

// As the containers see them.
constexpr auto plugins_folder = "/plugins";
constexpr auto given_folder = "/given";
constexpr auto clock_library_path = "/usr/local/lib/libfaketimeMT.so.1";  // see compose/Dockerfile

// As compose/compose.yaml has them.
constexpr std::uint16_t http_port = 8080;
constexpr std::uint16_t store_port = 6379;
constexpr std::uint16_t control_port = 6380;
constexpr std::size_t nodes_of_the_file = 3;

std::string on_loopback(std::uint16_t port, std::uint16_t inside) {
  return fmt::format("127.0.0.1:{}:{}", port, inside);
}

bool clocks_are_set(compose_stack_options const& options) {
  return !options.spec.node_clocks.empty() ||
         std::any_of(options.faults.begin(), options.faults.end(), [](fault const& f) {
           return f.action == fault_action::clock;
         });
}

std::vector<std::string> flags_of_nodes(compose_stack_options const& options) {
  node_options node;
  node.limiter = std::filesystem::path(plugins_folder) / options.limiter_folder.filename();
  node.policy = options.policy;
  if (options.policies) node.policies = std::filesystem::path(given_folder) / policies_file;
  node.store = {needs_proxy(options.faults) ? way_service : store_service, store_port};
  node.store_error = options.spec.store_error;
  node.guards = options.spec.guards;
  node.nodes = options.spec.nodes;
  node.headers = options.spec.headers;
  return std::vector<std::string>{"--bind", "0.0.0.0", "--port", std::to_string(http_port)} +
         node_flags(node);
}

compose_service node_service(compose_stack_options const& options,
                             std::uint16_t port,
                             std::filesystem::path const& given) {
  compose_service node;
  node.command = flags_of_nodes(options);
  node.ports = {on_loopback(port, http_port)};
  node.volumes = {
      fmt::format("{}:{}:ro", options.limiter_folder.parent_path().string(), plugins_folder),
      fmt::format("{}:{}:ro", given.string(), given_folder)};
  return node;
}

void set_clock_of(compose_service& node, std::string const& name) {
  faked_clock const clock{clock_library_path,
                          std::filesystem::path(given_folder) / clock_file(name)};
  for (auto const& entry : environment_of(clock)) {
    auto const equals = entry.find('=');
    node.environment[entry.substr(0, equals)] = entry.substr(equals + 1);
  }
}

// The proxy wants a numeric address, and the store is there before it.
compose_service proxy_service(compose_stack_options const& options, std::uint16_t control) {
  compose_service proxy;
  proxy.image = options.image;
  proxy.command = {
      "sh",
      "-c",
      fmt::format("exec limitproof-proxy --store \"$(getent ahostsv4 {} | sed -n '1s/ .*//p')\":{} "
                  "--bind 0.0.0.0 --port {} --control-port {} --seed {}",
                  store_service,
                  store_port,
                  store_port,
                  control_port,
                  options.seed)};
  proxy.ports = {on_loopback(control, control_port)};
  return proxy;
}

}  // namespace

std::string clock_file(std::string const& node) {
  return node + ".clock";
}

std::string service_of(std::string_view target) {
  if (target == store_target) return store_service;
  if (target == balancer_target) return balancer_service;
  return std::string(target);
}

bool needs_proxy(std::vector<fault> const& faults) {
  return std::any_of(faults.begin(), faults.end(), [](fault const& f) {
    return f.action == fault_action::slow || f.action == fault_action::narrow ||
           f.action == fault_action::reset;
  });
}

std::vector<std::string> compose_environment(compose_stack_options const& options,
                                             published_ports const& ports) {
  std::vector<std::string> servers;
  for (auto const& node : node_names(options.spec))
    servers.push_back(fmt::format("{}={}:{}", node, node, http_port));
  return {"LIMITPROOF_IMAGE=" + options.image,
          fmt::format("LIMITPROOF_PORT={}", ports.balancer),
          fmt::format("LIMITPROOF_BALANCE={}", to_name(options.spec.balance)),
          fmt::format("LIMITPROOF_NODES={}", fmt::join(servers, " "))};
}

std::map<std::string, compose_service> compose_services(compose_stack_options const& options,
                                                        published_ports const& ports,
                                                        std::filesystem::path const& given) {
  std::map<std::string, compose_service> services;
  auto& store = services[store_service];
  store.ports = {on_loopback(ports.store, store_port)};
  if (options.spec.store.maxmemory > 0)
    store.command = std::vector<std::string>{"redis-server",
                                             "--bind",
                                             "0.0.0.0",
                                             "--protected-mode",
                                             "no",
                                             "--save",
                                             "",
                                             "--appendonly",
                                             "no",
                                             "--dir",
                                             "/tmp"} +
                    memory_flags(options.spec.store);
  auto const names = node_names(options.spec);
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto node = node_service(options, ports.nodes[i], given);
    if (clocks_are_set(options)) set_clock_of(node, names[i]);
    if (i >= nodes_of_the_file) {
      node.image = options.image;
      node.entrypoint = {"limitproof-node", "--name", names[i]};
    }
    services[names[i]] = std::move(node);
  }
  if (needs_proxy(options.faults))
    services[way_service] = proxy_service(options, ports.way_control);
  return services;
}

std::vector<std::string> engine_arguments(fault_action action,
                                          std::string const& container,
                                          std::string const& network) {
  switch (action) {
    case fault_action::kill:
      return {"kill", container};
    case fault_action::stop:
      return {"pause", container};
    case fault_action::resume:
      return {"unpause", container};
    case fault_action::restart:
      return {"restart", "-t", "2", container};
    case fault_action::reload:
      return {"kill", "--signal", "USR2", container};
    case fault_action::blackhole:
      return {"network", "disconnect", network, container};
    case fault_action::heal:
      return {"network", "connect", "--alias", store_service, network, container};
    case fault_action::clock:
    case fault_action::flush:
    case fault_action::flush_scripts:
    case fault_action::slow:
    case fault_action::narrow:
    case fault_action::reset:
    case fault_action::push:
      return {};
  }
  return {};
}

}  // namespace limitproof
