#include "harness/stack/local_stack.hpp"

#include "harness/model/assert.hpp"
#include "harness/redis/blocking_redis.hpp"
#include "harness/stack/child_process.hpp"
#include "harness/stack/find_script.hpp"
#include "harness/stack/free_port.hpp"
#include "harness/stack/readiness.hpp"
#include "harness/stack/running_server.hpp"
#include "harness/stack/start_haproxy.hpp"
#include "harness/stack/start_nodes.hpp"
#include "harness/stack/start_redis.hpp"
#include "harness/stack/take_snapshot.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

namespace limitproof {

namespace {

constexpr duration most_time_up = std::chrono::seconds(10);
constexpr duration store_timeout = std::chrono::seconds(2);

std::vector<node_endpoint> to_endpoints(std::vector<running_server> const& nodes) {
  std::vector<node_endpoint> list;
  for (auto const& node : nodes) list.push_back({node.process->name(), node.where});
  return list;
}

class local_stack final : public stack {
 public:
  explicit local_stack(local_stack_options options) : options_(std::move(options)) {
    // Children run in the log folder, so no path of theirs may be relative to ours.
    for (auto* const path : {&options_.node_program, &options_.limiter_folder, &options_.logs})
      *path = std::filesystem::absolute(*path);
  }

  local_stack(local_stack const&) = delete;
  local_stack& operator=(local_stack const&) = delete;

  ~local_stack() override { down(); }

  result<endpoints> up() override {
    LIMITPROOF_ASSERT(!redis_);
    auto brought_up = bring_up();
    if (!brought_up) down();
    return brought_up;
  }

  result<void> alive() override {
    for (auto const* const child : children())
      if (auto death = child->death()) return *std::move(death);
    return {};
  }

  result<std::optional<store_snapshot>> snapshot() override {
    LIMITPROOF_ASSERT(redis_.has_value());
    blocking_redis store(redis_->where, store_timeout);
    auto taken = take_snapshot(store);
    if (!taken) return taken.error();
    auto script = find_script(options_.limiter_folder, store);
    if (!script) return script.error();
    taken->figures.script = *std::move(script);
    return *std::move(taken);
  }

  void down() override {
    haproxy_.reset();
    std::error_code there_was_none;
    std::filesystem::remove(options_.logs / haproxy_socket, there_was_none);
    for (auto& node : nodes_) node.process->ask_to_stop();
    auto const end = std::chrono::steady_clock::now() + child_process::default_grace;
    for (auto& node : nodes_) node.process->terminate(end - std::chrono::steady_clock::now());
    nodes_.clear();
    redis_.reset();
  }

 private:
  result<endpoints> bring_up();
  /// Starts all children, each when what it needs is ready.
  result<void> start_children(wait_limit const& limit);
  [[nodiscard]] std::vector<child_process const*> children() const;

  local_stack_options options_;
  std::optional<running_server> redis_;
  std::vector<running_server> nodes_;
  std::optional<running_server> haproxy_;
};

result<endpoints> local_stack::bring_up() {
  wait_limit const limit(most_time_up, options_.stop);
  if (auto const started = start_children(limit); !started) return started.error();

  endpoints reached{haproxy_->where, to_endpoints(nodes_), redis_->where, std::nullopt};
  std::vector<std::string> names;
  for (auto const& node : reached.nodes) names.push_back(node.name);
  auto const ready = await_every_node(
      reached.balancer, names, [this] { return alive(); }, limit);
  if (!ready) return ready.error();

  blocking_redis store(redis_->where, store_timeout);
  auto const clock = measure_store_clock(store);
  if (!clock) return with_context("measuring the store's clock", clock.error());
  reached.clock = *clock;
  if (auto const reset = reset_commands(store); !reset) return reset.error();
  return reached;
}

result<void> local_stack::start_children(wait_limit const& limit) {
  auto const programs = all_found(required_programs());
  if (!programs) return programs.error();
  if (::access(options_.node_program.c_str(), X_OK) != 0)
    return error{
        errc::missing_program,
        "the node program " + options_.node_program.string() + " does not exist or may not be run"};

  auto redis = start_redis(programs->at("redis-server"), options_.logs, free_port, limit);
  if (!redis) return redis.error();
  redis_ = *std::move(redis);

  node_options const node{.program = options_.node_program,
                          .limiter = options_.limiter_folder,
                          .policy = options_.policy,
                          .store = redis_->where,
                          .store_error = options_.spec.store_error};
  auto nodes = start_nodes(node, options_.spec.nodes, options_.logs);
  if (!nodes) return nodes.error();
  nodes_ = *std::move(nodes);
  if (auto const listening = await_addresses(nodes_, limit); !listening) return listening.error();

  auto haproxy = start_haproxy(programs->at("haproxy"),
                               options_.logs,
                               {options_.spec.balance, to_endpoints(nodes_)},
                               free_port,
                               limit);
  if (!haproxy) return haproxy.error();
  haproxy_ = *std::move(haproxy);
  return {};
}

std::vector<child_process const*> local_stack::children() const {
  std::vector<child_process const*> all;
  if (haproxy_) all.push_back(haproxy_->process.get());
  for (auto const& node : nodes_) all.push_back(node.process.get());
  if (redis_) all.push_back(redis_->process.get());
  return all;
}

}  // namespace

std::unique_ptr<stack> make_local_stack(local_stack_options options) {
  return std::make_unique<local_stack>(std::move(options));
}

}  // namespace limitproof
