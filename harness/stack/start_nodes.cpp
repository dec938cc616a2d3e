#include "harness/stack/start_nodes.hpp"

#include "harness/codec/policy_codec.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace limitproof {

namespace {

std::string const announcement = "listening on 127.0.0.1:";

child_command node_command(node_options const& options,
                           std::int64_t number,
                           std::filesystem::path const& folder) {
  auto const name = fmt::format("node-{}", number);
  return {.name = name,
          .arguments = {options.program.string(),
                        "--port",
                        "0",
                        "--name",
                        name,
                        "--limiter",
                        options.limiter.string(),
                        "--policy",
                        encode_policy(options.policy),
                        "--store",
                        fmt::format("{}:{}", options.store.host, options.store.port),
                        "--on-store-error",
                        std::string(to_name(options.store_error))},
          .folder = folder};
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
  return address{.port = *port};
}

}  // namespace

result<std::vector<running_server>> start_nodes(node_options const& options,
                                                std::int64_t count,
                                                std::filesystem::path const& folder) {
  std::vector<running_server> nodes;
  for (std::int64_t number = 1; number <= count; ++number) {
    auto node = child_process::start(node_command(options, number, folder));
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

}  // namespace limitproof
