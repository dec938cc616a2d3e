#include "harness/stack/compose_servers.hpp"

#include "harness/codec/policy_set_codec.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/redis/blocking_redis.hpp"
#include "harness/stack/faked_clock.hpp"
#include "harness/stack/free_port.hpp"
#include "harness/stack/log_lines.hpp"
#include "harness/stack/readiness.hpp"
#include "harness/stack/start_proxy.hpp"

#include <algorithm>
#include <random>
#include <sstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

namespace limitproof {

namespace {

using arguments = std::vector<std::string>;

constexpr duration most_time_down = std::chrono::seconds(60);
constexpr duration most_time_to_look = std::chrono::seconds(10);
constexpr duration store_timeout = std::chrono::seconds(1);
constexpr std::size_t shown_lines = 32;
constexpr int pause_ms = 50;

/// What is brought down is brought down whatever the user asked for meanwhile.
std::atomic<bool> const never{false};

/// A project's name has small letters, digits and dashes.
std::string fresh_project() {
  std::random_device random;
  return fmt::format("limitproof-{}-{:08x}", ::getpid(), random());
}

arguments lines_of(std::string const& text) {
  arguments lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

bool is_container_id(std::string const& line) {
  return line.size() >= 12 && line.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

result<void> compose_servers::start(wait_limit const& limit) {
  // The proxy knows the store by its address, and a container may come back under another one.
  if (needs_proxy(options_.faults) &&
      std::any_of(options_.faults.begin(), options_.faults.end(), replaces_store))
    return error{errc::bad_usage,
                 "in containers the way to the store cannot be slowed, narrowed or reset in a run "
                 "that restarts the store; use --stack local"};
  project_ = fresh_project();
  if (auto const chosen = choose_ports(); !chosen) return chosen.error();
  calls_.emplace(options_.logs, compose_environment(options_, ports_));
  if (auto const found = find_engine(limit); !found) return found.error();
  if (auto const written = write_files(); !written) return written.error();

  if (auto const up = start_way(limit); !up) return up.error();
  auto services = node_names(options_.spec);
  services.insert(services.end(), {store_service, balancer_service});
  if (auto const up = bring_up(services, limit); !up) return up.error();
  if (auto const stored = await_store(limit); !stored) return stored.error();
  for (auto const& node : nodes()) {
    auto const ready = await_page(
        node.http, "/healthz", [this] { return alive(); }, limit, probe_sources::one);
    if (!ready) return with_context(node.name, ready.error());
  }
  return {};
}

result<void> compose_servers::find_engine(wait_limit const& limit) {
  auto found = find_container_engine(*calls_, limit);
  if (!found) return found.error();
  engine_ = *std::move(found);
  auto const image = engine({"image", "inspect", "--format", "{{.Id}}", options_.image}, limit);
  if (image || image.error().code == errc::interrupted) {
    if (image) return {};
    return image.error();
  }
  return error{errc::missing_program,
               fmt::format("there is no image {}; from the project's root, build it with: {} build "
                           "-f compose/Dockerfile -t {} .",
                           options_.image,
                           engine_.engine.front(),
                           options_.image)};
}

result<void> compose_servers::choose_ports() {
  auto const choose = [](std::uint16_t& port) -> result<void> {
    auto const chosen = free_port();
    if (!chosen) return chosen.error();
    port = *chosen;
    return {};
  };
  ports_.nodes.resize(static_cast<std::size_t>(options_.spec.nodes));
  std::vector<std::uint16_t*> wanted{&ports_.balancer, &ports_.store};
  if (needs_proxy(options_.faults)) wanted.push_back(&ports_.way_control);
  for (auto& node : ports_.nodes) wanted.push_back(&node);
  for (auto* const port : wanted)
    if (auto const chosen = choose(*port); !chosen) return chosen.error();
  return {};
}

result<void> compose_servers::write_files() {
  std::error_code failure;
  std::filesystem::create_directories(given(), failure);
  if (failure) return error{errc::io, given().string() + ": " + failure.message()};
  std::map<std::filesystem::path, std::string> files{
      {options_.logs / "compose.yaml", std::string(compose_file)},
      {options_.logs / "compose.override.json",
       encode_compose_override(compose_services(options_, ports_, given()))}};
  if (options_.policies)
    files.emplace(given() / policies_file, encode_policy_set(*options_.policies));
  for (auto const& [file, text] : files)
    if (auto const written = write_text(file, text); !written) return written.error();
  auto const names = node_names(options_.spec);
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto const& offsets = options_.spec.node_clocks;
    auto const set = set_clock({{}, given() / clock_file(names[i])},
                               i < offsets.size() ? offsets[i] : duration(0));
    if (!set) return set.error();
  }
  return {};
}

/// Nodes look for the proxy when they start, and it waits but 10 s to be taken control of: so it
/// comes first, after the store it passes everything on to.
result<void> compose_servers::start_way(wait_limit const& limit) {
  if (!needs_proxy(options_.faults)) return {};
  if (auto const up = bring_up({store_service}, limit); !up) return up.error();
  if (auto const up = bring_up({way_service}, limit); !up) return up.error();
  for (;;) {
    auto const controlled = take_way();
    if (controlled) return {};
    if (auto const all = alive(); !all) return all.error();
    if (auto over = limit.exceeded("control of the proxy (" + controlled.error().what + ")"))
      return *std::move(over);
    ::poll(nullptr, 0, pause_ms);
  }
}

/// A port that is published may accept before anybody listens behind it: only an answer tells.
result<void> compose_servers::take_way() {
  auto control = take_control({.port = ports_.way_control});
  if (!control) return control.error();
  way_control_ = *std::move(control);
  fault const nothing{.action = fault_action::heal, .target = std::string(store_target)};
  return tell_proxy(way_control_, nothing);
}

result<void> compose_servers::bring_up(arguments const& services, wait_limit const& limit) {
  auto const up = calls_->run(engine_.compose +
                                  arguments{"-p",
                                            project_,
                                            "-f",
                                            (options_.logs / "compose.yaml").string(),
                                            "-f",
                                            (options_.logs / "compose.override.json").string(),
                                            "up",
                                            "-d",
                                            "--no-build"} +
                                  services,
                              limit);
  if (!up) return up.error();
  auto const seen = look(limit);
  if (!seen) return seen.error();
  // Podman-compose ends well when a container did not start.
  for (auto const& service : services) {
    auto const found = seen->find(service);
    if (found == seen->end())
      return error{errc::stack_failed,
                   fmt::format("{} was not started; {} has what the engine said",
                               service,
                               (options_.logs / "engine.log").string())};
    auto& one = containers_[service];
    if (one.log) continue;
    one.id = found->second.id;
    if (auto const followed = follow(service, one); !followed) return followed.error();
    if (!found->second.runs)
      return error{errc::stack_failed,
                   fmt::format("{} ended: {}; {}/{}.log has its last words",
                               service,
                               found->second.state,
                               options_.logs.string(),
                               service)};
  }
  return {};
}

result<void> compose_servers::await_store(wait_limit const& limit) {
  blocking_redis connection(store(), store_timeout);
  for (;;) {
    auto const answer = connection.command({"PING"});
    if (answer && answer->text == "PONG") return {};
    if (auto const all = alive(); !all) return all.error();
    if (auto over = limit.exceeded("PONG from the store")) return *std::move(over);
    ::poll(nullptr, 0, pause_ms);
  }
}

result<std::string> compose_servers::engine(arguments const& given_arguments,
                                            wait_limit const& limit) const {
  return calls_->run(engine_.engine + given_arguments, limit);
}

result<std::map<std::string, seen_container>> compose_servers::look(wait_limit const& limit) const {
  auto const listed = engine({"ps",
                              "--all",
                              "--no-trunc",
                              "--quiet",
                              "--filter",
                              "label=com.docker.compose.project=" + project_},
                             limit);
  if (!listed) return listed.error();
  arguments inspect{"inspect", "--format", container_format};
  for (auto const& line : lines_of(*listed))
    if (is_container_id(line)) inspect.push_back(line);
  if (inspect.size() == 3) return std::map<std::string, seen_container>();
  auto const inspected = engine(inspect, limit);
  if (!inspected) return inspected.error();
  return read_containers(*inspected);
}

result<void> compose_servers::follow(std::string const& service, container& one) const {
  one.log.reset();
  auto log = child_process::start(
      {service, engine_.engine + arguments{"logs", "--follow", one.id}, options_.logs});
  if (!log) return log.error();
  one.log = *std::move(log);
  return {};
}

result<void> compose_servers::alive() {
  for (auto& [service, one] : containers_) {
    if (one.is_down || !one.log->exited()) continue;
    // Whoever follows a container's log ends with it, or was ended alone.
    wait_limit const limit(most_time_to_look, options_.stop);
    auto const seen = look(limit);
    if (!seen) return seen.error();
    auto const found = seen->find(service);
    if (found == seen->end())
      return error{errc::stack_failed, service + " is gone: its container was removed"};
    if (!found->second.runs)
      return error{errc::stack_failed,
                   fmt::format("{} died: {}; its last lines:\n{}",
                               service,
                               found->second.state,
                               last_lines(one.log->log(), shown_lines))};
    if (auto const followed = follow(service, one); !followed) return followed.error();
  }
  return {};
}

void compose_servers::end() {
  if (!calls_ || engine_.engine.empty()) return;
  wait_limit const limit(most_time_down, never);
  arguments ids;
  // What a failed `up` left is not among ours yet.
  if (auto const seen = look(limit))
    for (auto const& [service, one] : *seen) ids.push_back(one.id);
  way_control_.close();
  for (auto const& [service, one] : containers_)
    if (one.is_paused) std::ignore = engine({"unpause", one.id}, limit);
  // In order first, so that the nodes tell what they counted.
  if (!ids.empty()) {
    std::ignore = engine(arguments{"stop", "-t", "2"} + ids, limit);
    for (auto const& [service, one] : containers_)
      std::ignore = one.log->await_end(child_process::default_grace);
    std::ignore = engine(arguments{"rm", "--force", "--volumes"} + ids, limit);
  }
  std::ignore = engine({"network", "rm", network()}, limit);
  containers_.clear();
  engine_ = {};
}

bool compose_servers::store_serves() const {
  auto const& one = containers_.at(store_service);
  return !one.is_down && !one.is_paused && !one.is_cut_off;
}

std::vector<node_endpoint> compose_servers::nodes() const {
  std::vector<node_endpoint> list;
  auto const names = node_names(options_.spec);
  for (std::size_t i = 0; i < names.size(); ++i)
    list.push_back({names[i], {.port = ports_.nodes[i]}});
  return list;
}

}  // namespace limitproof
