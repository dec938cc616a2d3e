#pragma once

#include "harness/stack/child_process.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <memory>
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

  [[nodiscard]] bool has_ended() const { return program_->exited().has_value(); }

  [[nodiscard]] std::string output() const;

  [[nodiscard]] pid_t pid() const { return program_->pid(); }

  /// The folders that the command has made and not removed.
  [[nodiscard]] std::vector<std::filesystem::path> left_behind() const;

 private:
  temporary_directory folder_;
  std::unique_ptr<child_process> program_;
};

}  // namespace limitproof
