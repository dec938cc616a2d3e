#include "harness/codec/text_file.hpp"
#include "harness/model/assert.hpp"
#include "harness/stack/compose_servers.hpp"
#include "harness/stack/faked_clock.hpp"
#include "harness/stack/flush_store.hpp"
#include "harness/stack/readiness.hpp"
#include "harness/stack/start_proxy.hpp"

#include <optional>

#include <fmt/format.h>

namespace limitproof {

namespace {

/// "Pid: 12\n" of HAProxy's "show info".
std::optional<std::string> worker_of(std::string const& info) {
  auto const at = info.find("\nPid: ");
  if (at == std::string::npos) return std::nullopt;
  return info.substr(at + 6, info.find('\n', at + 1) - at - 6);
}

}  // namespace

result<void> compose_servers::inject(fault const& what, wait_limit const& limit) {
  auto const service = service_of(what.target);
  switch (what.action) {
    case fault_action::kill:
    case fault_action::stop:
    case fault_action::resume:
      return done_by_engine(what.action, service, limit);
    case fault_action::restart:
      return restart(service, limit);
    case fault_action::reload:
      return reload_balancer(limit);
    case fault_action::clock:
      return set_clock({{}, given() / clock_file(service)}, what.offset);
    case fault_action::push:
      return write_text(given() / policies_file, options_.updates.at(what.target).text);
    case fault_action::flush:
    case fault_action::flush_scripts:
      return flush_store(store(), what.action);
    case fault_action::slow:
    case fault_action::narrow:
    case fault_action::reset:
    case fault_action::blackhole:
    case fault_action::heal:
      return change_way(what, limit);
  }
  return {};
}

result<void> compose_servers::done_by_engine(fault_action action,
                                             std::string const& service,
                                             wait_limit const& limit) {
  auto& one = containers_.at(service);
  // Before it is done: what follows the log ends as soon as the container has.
  if (action == fault_action::kill) one.is_down = true;
  auto const done = engine(engine_arguments(action, one.id, network()), limit);
  if (!done) return done.error();
  if (action == fault_action::stop) one.is_paused = true;
  if (action == fault_action::resume) one.is_paused = false;
  if (action == fault_action::blackhole) one.is_cut_off = true;
  if (action == fault_action::heal) one.is_cut_off = false;
  return {};
}

result<void> compose_servers::restart(std::string const& service, wait_limit const& limit) {
  auto& one = containers_.at(service);
  if (one.is_paused)
    if (auto const resumed = done_by_engine(fault_action::resume, service, limit); !resumed)
      return resumed.error();
  if (service != store_service && service != balancer_service) return restart_node(service, limit);
  if (auto const again = done_by_engine(fault_action::restart, service, limit); !again)
    return again.error();
  if (auto const followed = follow(service, one); !followed) return followed.error();
  one.is_down = false;
  if (service == store_service) return await_store(limit);
  return await_page(
      balancer(), "/healthz", [this] { return alive(); }, limit, probe_sources::one);
}

/// As a careful deployment does it: the balancer sends the node nothing more, the node answers what
/// it has, and the balancer is told when, and where, it is back.
result<void> compose_servers::restart_node(std::string const& node, wait_limit const& limit) {
  auto& one = containers_.at(node);
  auto const& front = containers_.at(balancer_service);
  auto const balancer_listens = !front.is_down && !front.is_paused;
  auto const tell = [&](std::string const& command) -> result<void> {
    auto const answer = tell_balancer(command, limit);
    if (!answer) return answer.error();
    return {};
  };
  auto out = fmt::format("set server nodes/{} state maint", node);
  // Nobody has the address of a container that was killed: who connects to it waits for seconds,
  // where a process that was killed has its port refused at once.
  if (one.is_down) out += fmt::format("; shutdown sessions server nodes/{}", node);
  if (balancer_listens)
    if (auto const told = tell(out); !told) return told.error();
  if (auto const again = done_by_engine(fault_action::restart, node, limit); !again)
    return again.error();
  if (auto const followed = follow(node, one); !followed) return followed.error();
  one.is_down = false;
  for (auto const& endpoint : nodes()) {
    if (endpoint.name != node) continue;
    auto const ready = await_page(
        endpoint.http, "/healthz", [this] { return alive(); }, limit, probe_sources::one);
    if (!ready) return ready.error();
  }
  if (!balancer_listens) return {};
  auto const seen = look(limit);
  if (!seen) return seen.error();
  auto const back =
      fmt::format("set server nodes/{0} addr {1} port 8080; set server nodes/{0} state ready",
                  node,
                  seen->at(node).address);
  if (auto const told = tell(back); !told) return told.error();
  return await_every_node(
      balancer(), {node}, [this] { return alive(); }, limit, probe_sources::one);
}

result<void> compose_servers::reload_balancer(wait_limit const& limit) {
  auto const before = tell_balancer("show info", limit);
  if (!before) return before.error();
  if (auto const asked = done_by_engine(fault_action::reload, balancer_service, limit); !asked)
    return asked.error();
  for (;;) {
    auto const now = tell_balancer("show info", limit);
    if (now && worker_of(*now) && worker_of(*now) != worker_of(*before)) return {};
    if (auto const all = alive(); !all) return all.error();
    if (auto over = limit.exceeded("answer of the reloaded haproxy on its admin socket"))
      return *std::move(over);
  }
}

result<void> compose_servers::change_way(fault const& what, wait_limit const& limit) {
  if (way_control_.is_open()) return tell_proxy(way_control_, what);
  bool const engine_can =
      what.action == fault_action::blackhole || what.action == fault_action::heal;
  LIMITPROOF_ASSERT(engine_can);
  bool const is_so =
      containers_.at(store_service).is_cut_off == (what.action == fault_action::blackhole);
  if (is_so) return {};
  return done_by_engine(what.action, store_service, limit);
}

/// The socket is one within its container.
result<std::string> compose_servers::tell_balancer(std::string const& command,
                                                   wait_limit const& limit) const {
  auto told = engine({"exec",
                      containers_.at(balancer_service).id,
                      "sh",
                      "-c",
                      "echo \"$1\" | socat -t 2 - UNIX-CONNECT:/tmp/haproxy.sock",
                      "sh",
                      command},
                     limit);
  return told;
}

}  // namespace limitproof
