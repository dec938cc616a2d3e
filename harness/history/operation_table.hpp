#pragma once

#include "harness/model/history.hpp"
#include "harness/sqlite/sqlite_database.hpp"

#include <cstdint>
#include <vector>

namespace limitproof {

/// The table `operations` of history.db: a row per operation, in order, under `position` from 0.
/// What was not seen is NULL; outcomes go by name. Both throw
/// sqlite_failure.
void create_operation_table(sqlite_database& db, std::vector<operation> const& operations);

/// Fills `h.operations`; `h.nodes` and `h.keys` have been read, and every row must refer to them
/// (to keys unless there are none: a killed run's are in its plan). `expected` rows must be there.
void read_operation_table(sqlite_database& db, history& h, std::int64_t expected);

}  // namespace limitproof
