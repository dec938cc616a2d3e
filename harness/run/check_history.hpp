#pragma once

#include "harness/history/read_history_lines.hpp"
#include "harness/model/error.hpp"
#include "harness/model/history.hpp"
#include "harness/model/policy.hpp"
#include "harness/model/tolerance.hpp"
#include "harness/model/verdict.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// What a history from anywhere is held to.
struct history_promise {
  limitproof::policy policy;
  /// none: the promise itself, `limit` in every true window, as a sliding log keeps it.
  std::optional<limitproof::algorithm> algorithm;
  limitproof::tolerance tolerance;
};

/// The limits of `texts` ("50/1s burst 100"), or those of a file with a scenario's policy object.
/// Errors: bad_usage, bad_file.
[[nodiscard]] result<policy> promised_policy(std::vector<std::string> const& texts,
                                             std::optional<std::filesystem::path> const& file);

struct judged_history {
  limitproof::history history;
  limitproof::verdict verdict;
};

/// `limitproof check FILE`: reads a history (reports/README.md) and judges it with the checks of a
/// run; what compares a run with its plan says that it is not known. Errors: bad_file; bad_usage
/// for a burst where the algorithm knows none.
[[nodiscard]] result<judged_history> check_history(std::filesystem::path const& file,
                                                   history_promise const& promise,
                                                   told_clock const& clock);

}  // namespace limitproof
