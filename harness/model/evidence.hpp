#pragma once

#include "harness/model/history.hpp"
#include "harness/model/limiter_manifest.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/store_holdings.hpp"
#include "harness/model/told_problem.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// What the checks read. Borrowed: the caller keeps both alive for the call.
struct evidence {
  limitproof::history const& history;
  limitproof::plan const& plan;  ///< policy, judge, phases, expected nodes
  limiter_claims claims;
  std::vector<std::string> expected_nodes;  ///< empty: not known (foreign history)
  /// false: a history from elsewhere. The plan then has no phases; who was to send what, and when,
  /// is not known.
  bool planned = true;
  std::optional<store_holdings> store{};  ///< none: no snapshot was taken
  /// How many keys one call of the limiter names under this policy, 0 for a native one; none: not
  /// known.
  std::optional<std::int64_t> keys_of_a_call{};
  /// The bodies of history.samples, read as problems: one for each, or none at all.
  std::vector<told_problem> problems{};
};

}  // namespace limitproof
