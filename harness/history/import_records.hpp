#pragma once

#include "harness/model/error.hpp"
#include "harness/model/history.hpp"

#include <filesystem>

namespace limitproof {

/// Reads the raw record logs the load engine wrote into `directory`, of a run that ended, was
/// interrupted or was killed: merges the threads, orders by send time, closes what is still open as
/// unknown only in outcome counting (the operations keep `open`). Keys are left empty: the plan has
/// them. The faults that were carried out come with it (fault_log).
[[nodiscard]] result<history> import_records(std::filesystem::path const& directory);

}  // namespace limitproof
