#pragma once

#include "harness/model/error.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// When a directory was created, from its name, µs since the epoch: "20260801-120000-before-after".
/// None: it is not named so.
[[nodiscard]] std::optional<std::int64_t> started_by_name(std::string_view name);

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
