#pragma once

#include "harness/model/error.hpp"
#include "harness/model/history.hpp"
#include "harness/model/limiter_manifest.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/store_holdings.hpp"
#include "harness/model/verdict.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// The plan a run directory was made with. Errors: bad_file.
[[nodiscard]] result<plan> read_plan(std::filesystem::path const& run_directory);

/// Where a policy's part of a limiter's run has its files: the manifest of the limiter that decides
/// under it, and its verdict. Of the only policy, which has no name, that is the limiter's folder.
[[nodiscard]] std::filesystem::path part_directory(std::filesystem::path const& limiter_directory,
                                                   std::string const& policy);

/// The claims of the limiter that was attacked, from the manifest kept in its part's folder; none
/// at all of a target whose limiter nobody named.
[[nodiscard]] result<limiter_claims> read_claims(plan const& p,
                                                 std::filesystem::path const& part_directory);

/// The history of one limiter's run: history.db, or, where a run was cut short, its raw record
/// logs, which are then saved as history.db.
[[nodiscard]] result<history> load_history(plan const& p,
                                           std::filesystem::path const& limiter_directory);

/// What the store held after the attack; none: the run was cut short, or there was no store.
[[nodiscard]] result<std::optional<store_holdings>> read_store(
    std::filesystem::path const& limiter_directory);

struct judged_part {
  std::string policy;  ///< empty: there is only one
  limitproof::verdict verdict;
};

/// Judges that history part by part (policy_parts), with the store's snapshot if there is one, and
/// writes each one's verdict.json. The same function for a run that just ended and for one of last
/// year.
[[nodiscard]] result<std::vector<judged_part>> judge_run(
    plan const& p, std::filesystem::path const& limiter_directory);

}  // namespace limitproof
