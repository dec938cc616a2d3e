#include "harness/stack/start_nodes.hpp"

#include "harness/codec/guards_codec.hpp"
#include "harness/codec/policy_codec.hpp"
#include "harness/stack/start_on_free_port.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace limitproof {

namespace {

std::string const announcement = "listening on 127.0.0.1:";

std::string names_of(std::vector<quota_dialect> const& dialects) {
  std::string names;
  for (auto const dialect : dialects)
    names += (names.empty() ? "" : ",") + std::string(to_name(dialect));
  return names;
}

result<std::unique_ptr<child_process>> start_node(node_options const& options,
                                                  std::string const& name,
                                                  std::uint16_t port) {
  child_command command{
      .name = name,
      .arguments = {options.program.string(), "--port", std::to_string(port), "--name", name},
      .folder = options.folder};
  auto const flags = node_flags(options);
  command.arguments.insert(command.arguments.end(), flags.begin(), flags.end());
  if (options.clock_library) command.environment = environment_of(clock_of(options, name));
  return child_process::start(std::move(command));
}

std::optional<std::uint16_t> announced_port(std::string_view line) {
  line.remove_prefix(line.find(announcement) + announcement.size());
  std::uint16_t port = 0;
  auto const parsed = std::from_chars(line.data(), line.data() + line.size(), port);
  if (parsed.ec != std::errc{} || port == 0) return std::nullopt;
  return port;
}

result<address> await_address(child_process const& node, wait_limit const& limit) {
  auto const line = node.await_log_line(announcement, limit);
  if (!line) return line.error();
  auto const port = announced_port(*line);
  if (!port)
    return error{
        errc::stack_failed,
        fmt::format("{} said \"{}\"; expected \"{}PORT\"", node.name(), *line, announcement)};
  // Only now has the node surely opened what it shares its clock by.
  forget_clock_names(node.pid());
  return address{.port = *port};
}

}  // namespace

std::vector<std::string> node_flags(node_options const& options) {
  return {"--limiter",
          options.limiter.string(),
          options.policies ? "--policies" : "--policy",
          options.policies ? options.policies->string() : encode_policy(options.policy),
          "--store",
          fmt::format("{}:{}", options.store.host, options.store.port),
          "--on-store-error",
          std::string(to_name(options.store_error)),
          "--guards",
          encode_guards(options.guards),
          "--nodes",
          std::to_string(options.nodes),
          "--headers",
          names_of(options.headers)};
}

faked_clock clock_of(node_options const& options, std::string const& node) {
  return {*options.clock_library, options.folder / (node + ".clock")};
}

result<std::vector<running_server>> start_nodes(node_options const& options,
                                                stack_spec const& spec) {
  std::vector<running_server> nodes;
  for (auto const& name : node_names(spec)) {
    auto const number = nodes.size();
    if (options.clock_library) {
      auto const offset = number < spec.node_clocks.size() ? spec.node_clocks[number] : duration(0);
      auto const set = set_clock(clock_of(options, name), offset);
      if (!set) return set.error();
    }
    auto node = start_node(options, name, 0);
    if (!node) return node.error();
    nodes.push_back({*std::move(node), {}});
  }
  return nodes;
}

result<void> await_addresses(std::vector<running_server>& nodes, wait_limit const& limit) {
  for (auto& node : nodes) {
    auto const where = await_address(*node.process, limit);
    if (!where) return where.error();
    node.where = *where;
  }
  return {};
}

result<running_server> start_node_again(node_options const& options,
                                        std::string const& name,
                                        address const& where,
                                        wait_limit const& limit) {
  auto const same_port = [&where]() -> result<std::uint16_t> { return where.port; };
  return start_on_free_port(same_port, [&](std::uint16_t port) -> result<running_server> {
    auto node = start_node(options, name, port);
    if (!node) return node.error();
    auto const listens = await_address(**node, limit);
    if (!listens) return listens.error();
    if (*listens != where)
      return error{
          errc::stack_failed,
          fmt::format("{} was told --port {} and listens on {}", name, port, listens->port)};
    return running_server{*std::move(node), where};
  });
}

}  // namespace limitproof
