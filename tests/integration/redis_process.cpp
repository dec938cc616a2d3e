#include "tests/integration/redis_process.hpp"

#include "harness/stack/free_port.hpp"
#include "harness/stack/required_programs.hpp"
#include "harness/stack/start_redis.hpp"

#include <atomic>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <sys/wait.h>

namespace limitproof {

namespace {

std::atomic<bool> const never = false;

std::filesystem::path redis_server() {
  auto programs = required_programs();
  std::erase_if(programs, [](auto const& each) { return each.program != "redis-server"; });
  return all_found(programs).value().at("redis-server");
}

/// A script that becomes redis-server as the setup wants it: of options given twice, Redis takes
/// the last.
std::filesystem::path program_for(redis_setup const& setup, std::filesystem::path const& folder) {
  auto const script = folder / "redis-server";
  std::ofstream text(script);
  text << "#!/bin/sh\n";
  for (auto const& [name, value] : setup.environment)
    text << "export " << name << "='" << value << "'\n";
  text << "exec '" << redis_server().string() << "' \"$@\"";
  if (setup.keeps_every_write) text << " --appendonly yes --appendfsync always";
  text.close();
  permissions(script, std::filesystem::perms::owner_all);
  return script;
}

running_server start_at(port_source const& ports,
                        std::filesystem::path const& program,
                        std::filesystem::path const& folder) {
  wait_limit const limit(std::chrono::seconds(20), never);
  return start_redis({program, folder}, ports, limit).value();
}

void await_state(pid_t process, int state) {
  siginfo_t seen{};
  if (::waitid(P_PID, static_cast<id_t>(process), &seen, state | WEXITED | WNOWAIT) != 0 ||
      (seen.si_code != CLD_STOPPED && seen.si_code != CLD_KILLED))
    throw std::runtime_error("the test's redis-server ended by itself");
}

}  // namespace

redis_process::redis_process(redis_setup const& setup)
    : program_(program_for(setup, folder_.path())),
      server_(start_at(free_port, program_, folder_.path())) {}

// An orderly end takes Redis 100 ms, and a frozen one ends in no order at all.
redis_process::~redis_process() {
  ::kill(server_.process->pid(), SIGKILL);
}

void redis_process::kill() {
  ::kill(server_.process->pid(), SIGKILL);
  await_state(server_.process->pid(), 0);
}

void redis_process::start_again() {
  auto const port = server_.where.port;
  auto same_port = [port]() -> result<std::uint16_t> { return port; };
  server_ = start_at(same_port, program_, folder_.path());
}

void redis_process::freeze() {
  ::kill(server_.process->pid(), SIGSTOP);
  await_state(server_.process->pid(), WSTOPPED);
}

void redis_process::thaw() {
  ::kill(server_.process->pid(), SIGCONT);
}

}  // namespace limitproof
