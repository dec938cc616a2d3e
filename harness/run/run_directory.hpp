#pragma once

#include "harness/model/error.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace limitproof {

/// Creates `<out>/<utc>-<scenario>[-n]` so that no other run has it.
[[nodiscard]] result<std::filesystem::path> create_run_directory(std::filesystem::path const& out,
                                                                 std::string const& scenario);

/// Points `<out>/latest` at `directory`, replacing the old link atomically.
[[nodiscard]] result<void> point_latest_at(std::filesystem::path const& directory);

/// Removes all run directories of `out` but the newest `keep`; says which. Only directories that
/// limitproof made (a name that starts with a UTC stamp, and a plan.json, a summary.json or a
/// selftest.json inside) are touched.
[[nodiscard]] result<std::vector<std::filesystem::path>> prune_runs(
    std::filesystem::path const& out, std::size_t keep);

}  // namespace limitproof
