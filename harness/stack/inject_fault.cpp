#include "harness/codec/text_file.hpp"
#include "harness/model/assert.hpp"
#include "harness/stack/flush_store.hpp"
#include "harness/stack/haproxy_command.hpp"
#include "harness/stack/local_servers.hpp"
#include "harness/stack/readiness.hpp"
#include "harness/stack/start_haproxy.hpp"
#include "harness/stack/start_redis.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace limitproof {

namespace {

port_source same_port_as(running_server const& server) {
  return [port = server.where.port]() -> result<std::uint16_t> { return port; };
}

/// Takes a node out of the balancer's rotation ("maint"), or puts it back ("ready").
result<void> set_rotation(std::filesystem::path const& folder,
                          std::string const& node,
                          std::string_view state) {
  auto const command = fmt::format("set server nodes/{} state {}", node, state);
  auto const told = command_haproxy(folder, command);
  if (!told) return told.error();
  if (!told->empty())
    return error{errc::stack_failed, fmt::format("telling haproxy \"{}\": {}", command, *told)};
  return {};
}

}  // namespace

running_server& local_servers::server(std::string_view target) {
  if (target == balancer_target) return *haproxy_;
  if (target == store_target) return *redis_;
  auto const node = std::find_if(nodes_.begin(), nodes_.end(), [target](running_server const& n) {
    return n.process->name() == target;
  });
  bool const target_is_part_of_the_stack = node != nodes_.end();
  LIMITPROOF_ASSERT(target_is_part_of_the_stack);
  return *node;
}

result<void> local_servers::inject(fault const& what, wait_limit const& limit) {
  if (what.action == fault_action::push) return push_policies(options_.updates.at(what.target));
  auto& target = server(what.target);
  switch (what.action) {
    case fault_action::kill:
      target.process->kill();
      target.is_down = true;
      return {};
    case fault_action::stop:
      target.process->pause();
      target.is_paused = true;
      return {};
    case fault_action::resume:
      target.process->resume();
      target.is_paused = false;
      return {};
    case fault_action::restart:
      return restart(what, limit);
    case fault_action::clock:
      return set_node_clock(what);
    case fault_action::reload:
      return reload_balancer(limit);
    case fault_action::flush:
    case fault_action::flush_scripts:
      return flush_store(redis_->where, what.action);
    case fault_action::slow:
    case fault_action::narrow:
    case fault_action::reset:
    case fault_action::blackhole:
    case fault_action::heal:
      return change_way(what);
    case fault_action::push:
      break;  // is done to no server
  }
  return {};
}

/// As a mounted volume is updated: a new file under the old name, never one half written.
result<void> local_servers::push_policies(policy_update const& update) const {
  bool const nodes_read_a_file = node_.policies.has_value();
  LIMITPROOF_ASSERT(nodes_read_a_file);
  return write_text(*node_.policies, update.text);
}

result<void> local_servers::restart(fault const& what, wait_limit const& limit) {
  if (what.target == store_target) return restart_store(limit);
  if (what.target == balancer_target) return restart_balancer(limit);
  return restart_node(server(what.target), limit);
}

/// As a careful deployment does it: the balancer sends the node nothing more, the node answers what
/// it has, and the balancer is told when it is back. A node that was killed before is only started.
result<void> local_servers::restart_node(running_server& node, wait_limit const& limit) {
  auto const name = node.process->name();
  auto const balancer_listens = !haproxy_->is_down && !haproxy_->is_paused;
  auto const in_order = balancer_listens && !node.is_down && !node.is_paused;
  if (in_order)
    if (auto const out = set_rotation(options_.logs, name, "maint"); !out) return out.error();
  node.process->terminate(child_process::default_grace);
  keep_log(name);
  auto again = start_node_again(node_, name, node.where, limit);
  if (!again) return again.error();
  node = *std::move(again);
  if (in_order)
    if (auto const back = set_rotation(options_.logs, name, "ready"); !back) return back.error();
  if (!balancer_listens) return {};
  return await_every_node(
      balancer(), {name}, [this] { return alive(); }, limit);
}

result<void> local_servers::restart_store(wait_limit const& limit) {
  redis_->process->terminate(child_process::default_grace);
  keep_log(redis_->process->name());
  auto again = start_redis({programs_.at("redis-server"), options_.logs, options_.spec.store},
                           same_port_as(*redis_),
                           limit);
  if (!again) return again.error();
  redis_ = *std::move(again);
  return {};
}

result<void> local_servers::restart_balancer(wait_limit const& limit) {
  haproxy_->process->terminate(child_process::default_grace);
  keep_log(haproxy_->process->name());
  auto again = start_haproxy(programs_.at("haproxy"),
                             options_.logs,
                             {options_.spec.balance, nodes()},
                             same_port_as(*haproxy_),
                             limit);
  if (!again) return again.error();
  haproxy_ = *std::move(again);
  return {};
}

result<void> local_servers::reload_balancer(wait_limit const& limit) {
  keep_log(haproxy_->process->name());
  auto reloaded = reload_haproxy(programs_.at("haproxy"), options_.logs, *haproxy_, limit);
  if (!reloaded) return reloaded.error();
  leaving_.push_back(std::exchange(*haproxy_, *std::move(reloaded)).process);
  return {};
}

result<void> local_servers::set_node_clock(fault const& what) const {
  bool const clocks_were_to_be_set = node_.clock_library.has_value();
  LIMITPROOF_ASSERT(clocks_were_to_be_set);
  return set_clock(clock_of(node_, what.target), what.offset);
}

result<void> local_servers::change_way(fault const& what) const {
  bool const nodes_ask_by_way_of_a_proxy = proxy_.has_value();
  LIMITPROOF_ASSERT(nodes_ask_by_way_of_a_proxy);
  return tell_proxy(proxy_->control, what);
}

/// What the program said in its first life stays readable as node-2.1.log, in its second as
/// node-2.2.log.
void local_servers::keep_log(std::string const& name) const {
  int life = 1;
  auto const kept = [&] { return options_.logs / fmt::format("{}.{}.log", name, life); };
  while (std::filesystem::exists(kept())) ++life;
  std::error_code there_is_none;
  std::filesystem::rename(options_.logs / (name + ".log"), kept(), there_is_none);
}

}  // namespace limitproof
