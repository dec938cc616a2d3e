#pragma once

#include "harness/stack/child_process.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace limitproof {

/// A hang guard only: what it bounds takes a tenth of it, and nothing is asserted about how long.
inline constexpr auto patience = std::chrono::seconds(60);

/// The program under test, in a folder of its own.
struct harness_run {
  temporary_directory folder;
  std::unique_ptr<child_process> program;

  /// What it wrote so far, both streams.
  [[nodiscard]] std::string output() const;

  /// "exit status 0", once it has ended.
  [[nodiscard]] std::string ended(std::chrono::seconds hang_guard = patience) const;

  /// Where run directories are created.
  [[nodiscard]] std::filesystem::path out() const { return folder.path() / "runs"; }

  /// Names that end so, of run directories; sorted.
  [[nodiscard]] std::vector<std::filesystem::path> runs_of(std::string const& scenario) const;

  /// The one there is.
  [[nodiscard]] std::filesystem::path only_run() const;
};

/// Starts `limitproof ARGUMENTS`; `environment` has assignments as for env(1).
void start(harness_run& run,
           std::vector<std::string> arguments,
           std::vector<std::string> const& environment = {});

/// Writes `text` to a scenario file in the run's folder; its path.
std::string scenario_file(harness_run const& run, std::string const& name, std::string const& text);

[[nodiscard]] nlohmann::json json_of(std::filesystem::path const& file);

}  // namespace limitproof
