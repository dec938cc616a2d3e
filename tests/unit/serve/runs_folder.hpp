#pragma once

#include "harness/model/report.hpp"
#include "harness/model/run_summary.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace limitproof {

/// A folder of run directories that goes away with the value.
class runs_folder {
 public:
  runs_folder();

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

  /// A file of a run directory, which is created if it is not there: "a/logs/redis.log".
  void write(std::string const& inside, std::string_view text) const;

  /// A directory with the reports of `r`.
  void add(std::string const& directory, report const& r) const;

  /// The directory of several runs.
  void add(std::string const& directory, run_summary const& s) const;

 private:
  temporary_directory parent_;
  std::filesystem::path path_;
};

/// The sample, of that scenario, with all figures of its first run multiplied by `times`.
[[nodiscard]] report sample_of(std::string const& scenario, std::int64_t times = 1);

}  // namespace limitproof
