#pragma once

#include "harness/model/comparison.hpp"
#include "harness/model/error.hpp"

#include <filesystem>
#include <vector>

namespace limitproof {

/// The runs that are recorded in `place`: a run directory, the `<utc>-all` of several, or either
/// with `/LIMITER` behind it for those of one limiter, or `/LIMITER/POLICY` for what was judged
/// under one of its policies. Errors: bad_file, saying what was looked for.
[[nodiscard]] result<std::vector<measured_run>> read_measured_runs(
    std::filesystem::path const& place);

}  // namespace limitproof
