#pragma once

#include "harness/codec/json_reader.hpp"

#include <string>

namespace limitproof {

/// What an entry of a report's `runs` is called, as run_name. Reports older than policies have no
/// `policy_name`.
[[nodiscard]] std::string read_run_name(json_reader const& run);

/// Where a run of a summary is: the name of a directory beside the summary's, and no path to
/// anywhere else.
[[nodiscard]] std::string read_run_directory(json_reader const& name);

}  // namespace limitproof
