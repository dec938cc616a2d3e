#include "harness/stack/exec_child.hpp"

#include "harness/model/assert.hpp"
#include "harness/stack/file_descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace limitproof {

namespace {

/// Sent by a child that could not exec. The pointer means the same to its parent: a forked child
/// has the same program at the same addresses.
struct exec_failure {
  char const* step = nullptr;
  int error = 0;
};

/// Everything the child needs, ready before the fork: between fork and exec only async-signal-safe
/// functions may run, since another thread may hold the allocator's lock.
struct child_plan {
  std::vector<char*> arguments;
  std::vector<char*> environment;
  char const* folder = nullptr;
  int input = -1;
  int output = -1;
  int report = -1;
  pid_t parent = 0;
};

[[noreturn]] void report_failure(child_plan const& plan, char const* step) {
  exec_failure const failure{step, errno};
  [[maybe_unused]] auto const written = ::write(plan.report, &failure, sizeof failure);
  ::_exit(127);
}

void restore_signals() {
  // exec resets handlers but keeps ignored signals ignored, and we ignore SIGPIPE.
  struct sigaction usual {};

  usual.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) ::sigaction(number, &usual, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void become(child_plan const& plan) {
  if (::setpgid(0, 0) != 0) report_failure(plan, "making a process group");
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) report_failure(plan, "asking to die with us");
  // A parent that died before the prctl sends no signal any more.
  if (::getppid() != plan.parent) ::_exit(127);
  if (::chdir(plan.folder) != 0) report_failure(plan, "entering its folder");
  if (::dup2(plan.input, STDIN_FILENO) < 0 || ::dup2(plan.output, STDOUT_FILENO) < 0 ||
      ::dup2(plan.output, STDERR_FILENO) < 0)
    report_failure(plan, "redirecting its output");
  // Libraries open sockets without O_CLOEXEC; a child that inherits one keeps it open for ever.
  if (::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) != 0)
    report_failure(plan, "closing our files in it");
  restore_signals();
  ::execve(plan.arguments.front(), plan.arguments.data(), plan.environment.data());
  report_failure(plan, "running it");
}

/// A handler of ours must not run in the child, so signals wait from before the fork until the
/// child has none left.
pid_t fork_with_signals_blocked(child_plan const& plan) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  auto const pid = ::fork();
  if (pid == 0) become(plan);
  auto const fork_error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = fork_error;
  return pid;
}

/// Blocks until exec closes the other end (nothing read: success) or the child reports.
exec_failure read_report(int report) {
  exec_failure failure;
  ssize_t size = 0;
  do size = ::read(report, &failure, sizeof failure);
  while (size < 0 && errno == EINTR);
  return size == ssize_t{sizeof failure} ? failure : exec_failure{};
}

/// Ours, but for what is `replaced`; ends with a null pointer, as arguments do.
std::vector<char*> environment_with(std::vector<std::string> const& replaced) {
  std::vector<char*> all;
  auto const is_replaced = [&](std::string_view entry) {
    auto const name = entry.substr(0, entry.find('=') + 1);
    return std::any_of(replaced.begin(), replaced.end(), [name](std::string const& other) {
      return other.starts_with(name);
    });
  };
  for (auto** entry = ::environ; *entry != nullptr; ++entry)
    if (!is_replaced(*entry)) all.push_back(*entry);
  for (auto const& entry : replaced) all.push_back(const_cast<char*>(entry.c_str()));
  all.push_back(nullptr);
  return all;
}

error system_failure(std::string const& what) {
  return error{errc::io, what + ": " + std::strerror(errno)};
}

}  // namespace

result<pid_t> exec_child(exec_request const& request) {
  LIMITPROOF_ASSERT(!request.arguments.empty());
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return system_failure("opening a pipe");
  file_descriptor const report(ends[0]);
  file_descriptor childs_end(ends[1]);
  file_descriptor const input(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!input.is_open()) return system_failure("opening /dev/null");

  child_plan plan{.arguments = {},
                  .environment = environment_with(request.environment),
                  .folder = request.folder.c_str(),
                  .input = input.get(),
                  .output = request.output,
                  .report = childs_end.get(),
                  .parent = ::getpid()};
  for (auto const& argument : request.arguments)
    plan.arguments.push_back(const_cast<char*>(argument.c_str()));
  plan.arguments.push_back(nullptr);

  auto const pid = fork_with_signals_blocked(plan);
  if (pid < 0) return system_failure("starting a process");
  childs_end.close();
  auto const failure = read_report(report.get());
  if (failure.step == nullptr) return pid;
  ::waitpid(pid, nullptr, 0);
  return error{
      errc::stack_failed,
      request.arguments.front() + ": " + failure.step + " failed: " + std::strerror(failure.error)};
}

}  // namespace limitproof
