#pragma once

#include "harness/model/error.hpp"
#include "harness/model/history.hpp"
#include "harness/model/limiter_manifest.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/verdict.hpp"

#include <filesystem>

namespace limitproof {

/// The plan a run directory was made with. Errors: bad_file.
[[nodiscard]] result<plan> read_plan(std::filesystem::path const& run_directory);

/// The claims of the limiter that was attacked, from the manifest kept in its folder; none at all
/// of a target whose limiter nobody named.
[[nodiscard]] result<limiter_claims> read_claims(plan const& p,
                                                 std::filesystem::path const& limiter_directory);

/// The history of one limiter's run: history.db, or, where a run was cut short, its raw record
/// logs, which are then saved as history.db.
[[nodiscard]] result<history> load_history(plan const& p,
                                           std::filesystem::path const& limiter_directory);

/// Judges that history, with the store's snapshot if there is one, and writes verdict.json. The
/// same function for a run that just ended and for one of last year.
[[nodiscard]] result<verdict> judge_run(plan const& p,
                                        std::filesystem::path const& limiter_directory);

}  // namespace limitproof
