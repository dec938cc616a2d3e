#pragma once

#include "harness/model/error.hpp"
#include "harness/model/listed_run.hpp"

#include <filesystem>
#include <vector>

namespace limitproof {

/// What is in the folder of all runs, the newest first: every directory that limitproof made there,
/// by its name or by what it holds. One that cannot be read is in the list with its reason. Links
/// are left out: `latest` is a run that is there already. Error: bad_usage, the folder cannot be
/// listed.
[[nodiscard]] result<std::vector<listed_run>> list_runs(std::filesystem::path const& runs);

}  // namespace limitproof
