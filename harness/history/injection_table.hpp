#pragma once

#include "harness/model/fault.hpp"
#include "harness/sqlite/sqlite_database.hpp"

#include <vector>

namespace limitproof {

/// The table `faults` of history.db: a row per fault that was carried out. Both throw
/// sqlite_failure.
void create_injection_table(sqlite_database& db, std::vector<injection> const& injections);
[[nodiscard]] std::vector<injection> read_injection_table(sqlite_database& db);

}  // namespace limitproof
