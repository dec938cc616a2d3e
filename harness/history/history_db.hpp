#pragma once

#include "harness/model/error.hpp"
#include "harness/model/history.hpp"

#include <filesystem>

namespace limitproof {

/// history.db: SQLite, one table per list of `history` (reports/README.md documents every column),
/// written to a temporary name and renamed, so that a file of that name is always whole.
[[nodiscard]] result<void> write_history_db(std::filesystem::path const& file, history const& h);
[[nodiscard]] result<history> read_history_db(std::filesystem::path const& file);

}  // namespace limitproof
