#pragma once

#include "harness/model/error.hpp"
#include "harness/model/units.hpp"
#include "harness/stack/file_descriptor.hpp"
#include "harness/stack/wait_limit.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace limitproof {

struct child_command {
  std::string name;                    ///< how errors call it, and its log file: "node-2"
  std::vector<std::string> arguments;  ///< [0] is the program's path; PATH is not searched
  std::filesystem::path folder;        ///< existing: its working directory, and where its log goes
  std::vector<std::string> environment{};  ///< "NAME=value", instead of ours of these names
};

/// A program running as our child, with everything it starts in a process group of its own: a
/// Ctrl-C in the terminal does not reach it, and ending it ends its children too.
///
/// It dies with us even if we are killed: the kernel sends it SIGKILL when the *thread* that
/// started it ends (PR_SET_PDEATHSIG, prctl(2)). So start children from a thread that lives as long
/// as they should; in limitproof that is the main thread.
///
/// Used by one thread at a time. Destroying it terminates the child.
class child_process {
 public:
  static constexpr duration default_grace = std::chrono::seconds(2);

  /// Returns once the program is running: exec succeeded. Its stdout and stderr go to
  /// <folder>/<name>.log, emptied first; stdin is /dev/null; no descriptor of ours, no signal mask
  /// and no ignored signal is inherited. Errors: `io` (log, fork), `stack_failed` (exec) with
  /// errno's text.
  [[nodiscard]] static result<std::unique_ptr<child_process>> start(child_command command);

  ~child_process() { terminate(default_grace); }

  child_process(child_process const&) = delete;
  child_process& operator=(child_process const&) = delete;

  [[nodiscard]] std::string const& name() const { return name_; }

  [[nodiscard]] std::filesystem::path const& log() const { return log_; }

  [[nodiscard]] pid_t pid() const { return pid_; }

  /// "exit status 1" or "killed by signal 9" once it has ended.
  [[nodiscard]] std::optional<std::string> exited() const;

  /// Once it has ended: `stack_failed` with its name, how it ended and its last 32 log lines.
  [[nodiscard]] std::optional<error> death() const;

  /// Waits until it ends, at most for `length`. True if it has ended.
  [[nodiscard]] bool await_end(duration length) const;

  /// The first complete log line with `marker` in it. Errors: its death, or those of `limit`.
  [[nodiscard]] result<std::string> await_log_line(std::string const& marker,
                                                   wait_limit const& limit) const;

  /// SIGTERM to the group, once; returns at once.
  void ask_to_stop();

  /// SIGSTOP to the group: nothing of it runs until `resume`.
  void pause();

  /// SIGCONT to the group.
  void resume();

  /// SIGKILL to the group, without a warning; reaps.
  void kill();

  /// Asks it to stop, waits for at most `grace`, kills what is left of the group, and reaps. One
  /// that is paused is resumed, to hear it.
  void terminate(duration grace);

 private:
  child_process(child_command const& command, std::filesystem::path log, pid_t pid);

  std::string name_;
  std::filesystem::path log_;
  pid_t pid_;
  file_descriptor end_;  ///< a pidfd: readable when the child has ended
  bool asked_to_stop_ = false;
  std::optional<std::string> reaped_;  ///< how it ended, once reaped
};

}  // namespace limitproof
