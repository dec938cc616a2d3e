#pragma once

#include "tests/integration/harness_run.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// One `limitproof` command running with a temporary folder of its own, in which it makes its own.
class lab_process {
 public:
  /// `environment`: assignments as for env(1).
  explicit lab_process(std::vector<std::string> arguments,
                       std::vector<std::string> environment = {});

  /// "exit status 0", once it has ended.
  [[nodiscard]] std::string ended() const;

  [[nodiscard]] bool has_ended() const { return run_.program->exited().has_value(); }

  [[nodiscard]] std::string output() const { return run_.output(); }

  [[nodiscard]] pid_t pid() const { return run_.program->pid(); }

  /// The folders that the command has made and not removed.
  [[nodiscard]] std::vector<std::filesystem::path> left_behind() const;

 private:
  harness_run run_;
};

}  // namespace limitproof
