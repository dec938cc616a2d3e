#include "harness/stack/child_process.hpp"

#include "harness/stack/exec_child.hpp"
#include "harness/stack/log_lines.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <tuple>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace limitproof {

namespace {

/// How often a log is read again while waiting for a line; a death is noticed at once.
constexpr duration log_interval = std::chrono::milliseconds(2);
constexpr std::size_t told_lines = 32;

/// How the child ended, if it has; `options` are those of waitid(2).
std::optional<std::string> ask_end(pid_t pid, int options) {
  siginfo_t info{};
  while (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | options) != 0)
    if (errno != EINTR) return "ended, but its status is lost: SIGCHLD is ignored";
  if (info.si_pid == 0) return std::nullopt;
  if (info.si_code == CLD_EXITED) return fmt::format("exit status {}", info.si_status);
  return fmt::format("killed by signal {}", info.si_status);
}

/// glibc 2.36 declares pidfd_open without extern "C", so C++ cannot link it.
int open_pidfd(pid_t pid) {
  return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
}

}  // namespace

child_process::child_process(child_command const& command, std::filesystem::path log, pid_t pid)
    : name_(command.name), log_(std::move(log)), pid_(pid), end_(open_pidfd(pid)) {}

result<std::unique_ptr<child_process>> child_process::start(child_command command) {
  auto log = command.folder / (command.name + ".log");
  file_descriptor const output(
      ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644));
  if (!output.is_open())
    return error{errc::io, "cannot write " + log.string() + ": " + std::strerror(errno)};

  exec_request const request{command.arguments, command.folder, command.environment, output.get()};
  auto const pid = exec_child(request);
  if (!pid) return with_context("starting " + command.name, pid.error());
  std::unique_ptr<child_process> child(new child_process(command, std::move(log), *pid));
  if (!child->end_.is_open())
    return error{errc::io, "cannot watch " + command.name + ": " + std::strerror(errno)};
  return child;
}

std::optional<std::string> child_process::exited() const {
  if (reaped_) return reaped_;
  // WNOWAIT: until it is reaped by terminate(), its pid and its group cannot be given to others.
  return ask_end(pid_, WNOHANG | WNOWAIT);
}

std::optional<error> child_process::death() const {
  auto const status = exited();
  if (!status) return std::nullopt;
  return error{errc::stack_failed,
               fmt::format("{} ended ({}); its last log lines, from {}:\n{}",
                           name_,
                           *status,
                           log_.string(),
                           last_lines(log_, told_lines))};
}

bool child_process::await_end(duration length) const {
  auto const deadline = std::chrono::steady_clock::now() + length;
  while (!exited()) {
    auto const left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd end{.fd = end_.get(), .events = POLLIN, .revents = 0};
    ::poll(&end, 1, static_cast<int>(left.count()));
  }
  return true;
}

result<std::string> child_process::await_log_line(std::string const& marker,
                                                  wait_limit const& limit) const {
  for (;;) {
    // Asked before the log is read: what a child wrote before it ended is then seen.
    auto const ended = death();
    if (auto line = find_line(log_, marker)) return *std::move(line);
    if (ended) return *ended;
    if (auto over = limit.exceeded("line with \"" + marker + "\" in " + log_.string()))
      return *std::move(over);
    std::ignore = await_end(log_interval);
  }
}

void child_process::ask_to_stop() {
  if (reaped_ || asked_to_stop_) return;
  asked_to_stop_ = true;
  // Before SIGTERM, not after it: a SIGCONT takes back the SIGSTOP by which a leak check at the
  // child's exit halts its threads, and the check then waits for ever.
  resume();
  ::kill(-pid_, SIGTERM);
}

void child_process::pause() {
  if (!reaped_) ::kill(-pid_, SIGSTOP);
}

void child_process::resume() {
  if (!reaped_) ::kill(-pid_, SIGCONT);
}

void child_process::kill() {
  if (reaped_) return;
  // Its children may outlive it, and the group is still ours: the leader is not reaped yet.
  ::kill(-pid_, SIGKILL);
  reaped_ = ask_end(pid_, 0);
}

void child_process::terminate(duration grace) {
  if (reaped_) return;
  ask_to_stop();
  std::ignore = await_end(grace);
  kill();
}

}  // namespace limitproof
