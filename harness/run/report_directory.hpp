#pragma once

#include "harness/model/error.hpp"
#include "harness/model/report.hpp"
#include "harness/model/run_record.hpp"
#include "harness/model/tolerance.hpp"

#include <filesystem>

namespace limitproof {

/// Builds the report of a run directory from what stands in it and writes report.json, report.md,
/// report.html, junit.xml and a plot of each limiter's arrivals. Limiters without a verdict (the
/// run was cut short) are left out.
[[nodiscard]] result<report> report_directory(std::filesystem::path const& run_directory);

/// `limitproof check DIR`: judges every recorded history again, with these changes to the plan's
/// tolerance, then reports.
[[nodiscard]] result<report> check_directory(std::filesystem::path const& run_directory,
                                             tolerance_changes const& changes);

/// Writes every recorded history as `<limiter>/history.jsonl` (the format: README of reports).
[[nodiscard]] result<void> export_history_lines(std::filesystem::path const& run_directory);

[[nodiscard]] result<void> write_run_record(std::filesystem::path const& run_directory,
                                            run_record const& record);

}  // namespace limitproof
