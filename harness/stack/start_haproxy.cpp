#include "harness/stack/start_haproxy.hpp"

#include "harness/stack/haproxy_command.hpp"
#include "harness/stack/haproxy_config.hpp"
#include "harness/stack/readiness.hpp"

#include <algorithm>
#include <fstream>
#include <random>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <sys/resource.h>

namespace limitproof {

namespace {

/// How often a reloaded HAProxy is asked whether it has taken over.
constexpr duration look_interval = std::chrono::milliseconds(2);

/// As many as an attack may want, if this machine's limit of open files allows it: HAProxy refuses
/// to start when it cannot have two for each connection and some for itself.
std::int64_t allowed_connections() {
  constexpr rlim_t wanted = 20000;
  constexpr rlim_t own_files = 100;
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  auto const usable = std::max(files.rlim_max, own_files + 2) - own_files;
  return static_cast<std::int64_t>(std::min(wanted, usable / 2));
}

/// Only our own balancer answers it, whoever else took the port.
std::string unguessable_path() {
  std::random_device random;
  return fmt::format("/.limitproof/{:08x}{:08x}", random(), random());
}

result<void> write_config(std::filesystem::path const& file, haproxy_values const& values) {
  std::ofstream stream(file);
  stream << haproxy_config(haproxy_template, values);
  stream.close();
  if (!stream) return error{errc::io, "cannot write " + file.string()};
  return {};
}

result<void> still_runs(child_process const& child) {
  if (auto death = child.death()) return *std::move(death);
  return {};
}

result<std::unique_ptr<child_process>> start_program(std::filesystem::path const& program,
                                                     std::filesystem::path const& folder,
                                                     std::vector<std::string> const& more) {
  child_command command{.name = "haproxy",
                        .arguments = {program.string(), "-db", "-f", "haproxy.cfg"},
                        .folder = folder};
  command.arguments.insert(command.arguments.end(), more.begin(), more.end());
  return child_process::start(std::move(command));
}

/// Both listen on the admin socket until the new one has told the old one to leave.
bool answers_commands(child_process const& haproxy, std::filesystem::path const& folder) {
  auto const told = command_haproxy(folder, "show info");
  return told && told->find(fmt::format("\nPid: {}\n", haproxy.pid())) != std::string::npos;
}

}  // namespace

result<running_server> start_haproxy(std::filesystem::path const& program,
                                     std::filesystem::path const& folder,
                                     balancing const& backend,
                                     port_source const& ports,
                                     wait_limit const& limit) {
  haproxy_values values{.bind = {},
                        // Relative to the folder: a socket's whole path may have 107 bytes only.
                        .admin_socket = std::string("unix@") + haproxy_socket,
                        .ready_path = unguessable_path(),
                        .max_connections = allowed_connections(),
                        .balance = backend.method,
                        .nodes = backend.nodes};
  return start_on_free_port(ports, [&](std::uint16_t port) -> result<running_server> {
    address const where{.port = port};
    values.bind = fmt::format("{}:{}", where.host, where.port);
    if (auto const written = write_config(folder / "haproxy.cfg", values); !written)
      return written.error();
    auto haproxy = start_program(program, folder, {});
    if (!haproxy) return haproxy.error();
    auto const alive = [&] { return still_runs(**haproxy); };
    auto const ready = await_page(where, values.ready_path, alive, limit);
    if (!ready) return ready.error();
    return running_server{*std::move(haproxy), where};
  });
}

result<running_server> reload_haproxy(std::filesystem::path const& program,
                                      std::filesystem::path const& folder,
                                      running_server const& old,
                                      wait_limit const& limit) {
  auto haproxy = start_program(
      program, folder, {"-x", haproxy_socket, "-sf", std::to_string(old.process->pid())});
  if (!haproxy) return haproxy.error();
  while (!answers_commands(**haproxy, folder)) {
    if (auto const alive = still_runs(**haproxy); !alive) return alive.error();
    if (auto over = limit.exceeded("answer of the reloaded haproxy on its admin socket"))
      return *std::move(over);
    std::ignore = (*haproxy)->await_end(look_interval);
  }
  return running_server{*std::move(haproxy), old.where};
}

}  // namespace limitproof
