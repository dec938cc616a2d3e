#include "harness/stack/local_servers.hpp"

#include "harness/codec/policy_set_codec.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/stack/free_port.hpp"
#include "harness/stack/start_haproxy.hpp"
#include "harness/stack/start_redis.hpp"

#include <system_error>
#include <utility>

#include <unistd.h>

namespace limitproof {

result<void> local_servers::start(wait_limit const& limit) {
  if (auto const found = find_programs(); !found) return found.error();

  auto redis = start_redis(
      {programs_.at("redis-server"), options_.logs, options_.spec.store}, free_port, limit);
  if (!redis) return redis.error();
  redis_ = *std::move(redis);
  if (auto const begun = start_way(limit); !begun) return begun.error();

  node_.program = options_.node_program;
  node_.limiter = options_.limiter_folder;
  node_.policy = options_.policy;
  node_.store = proxy_ ? proxy_->server.where : redis_->where;
  node_.store_error = options_.spec.store_error;
  node_.guards = options_.spec.guards;
  node_.nodes = options_.spec.nodes;
  node_.headers = options_.spec.headers;
  node_.folder = options_.logs;
  if (options_.policies) {
    node_.policies = options_.logs / "policies.json";
    auto const written = write_text(*node_.policies, encode_policy_set(*options_.policies));
    if (!written) return written.error();
  }
  auto started = start_nodes(node_, options_.spec);
  if (!started) return started.error();
  nodes_ = *std::move(started);
  if (auto const listening = await_addresses(nodes_, limit); !listening) return listening.error();

  auto haproxy = start_haproxy(
      programs_.at("haproxy"), options_.logs, {options_.spec.balance, nodes()}, free_port, limit);
  if (!haproxy) return haproxy.error();
  haproxy_ = *std::move(haproxy);
  return {};
}

result<void> local_servers::start_way(wait_limit const& limit) {
  if (options_.proxy_program.empty()) return {};
  auto proxy =
      start_proxy({options_.proxy_program, options_.logs, redis_->where, options_.seed}, limit);
  if (!proxy) return proxy.error();
  proxy_ = *std::move(proxy);
  return {};
}

result<void> local_servers::find_programs() {
  auto found = all_found(required_programs());
  if (!found) return found.error();
  programs_ = *std::move(found);
  if (::access(options_.node_program.c_str(), X_OK) != 0)
    return error{
        errc::missing_program,
        "the node program " + options_.node_program.string() + " does not exist or may not be run"};
  if (!options_.proxy_program.empty() && ::access(options_.proxy_program.c_str(), X_OK) != 0)
    return error{errc::missing_program,
                 "the proxy program " + options_.proxy_program.string() +
                     " does not exist or may not be run"};
  if (!options_.clocks_are_set && options_.spec.node_clocks.empty()) return {};
  auto const library = clock_library();
  if (!library.found)
    return error{errc::missing_program,
                 library.program +
                     ", by which the nodes' clocks are set, not found; install with: "
                     "apt-get install " +
                     library.package};
  node_.clock_library = library.found;
  return {};
}

result<void> local_servers::alive() const {
  std::vector<running_server const*> all;
  if (haproxy_) all.push_back(&*haproxy_);
  for (auto const& node : nodes_) all.push_back(&node);
  if (proxy_) all.push_back(&proxy_->server);
  if (redis_) all.push_back(&*redis_);
  for (auto const* const server : all) {
    if (server->is_down) continue;
    if (auto death = server->process->death()) return *std::move(death);
  }
  return {};
}

void local_servers::end() {
  haproxy_.reset();
  leaving_.clear();
  std::error_code there_was_none;
  std::filesystem::remove(options_.logs / haproxy_socket, there_was_none);
  for (auto& node : nodes_) node.process->ask_to_stop();
  auto const end = std::chrono::steady_clock::now() + child_process::default_grace;
  for (auto& node : nodes_) node.process->terminate(end - std::chrono::steady_clock::now());
  nodes_.clear();
  proxy_.reset();
  redis_.reset();
}

std::vector<node_endpoint> local_servers::nodes() const {
  std::vector<node_endpoint> list;
  for (auto const& node : nodes_) list.push_back({node.process->name(), node.where});
  return list;
}

}  // namespace limitproof
