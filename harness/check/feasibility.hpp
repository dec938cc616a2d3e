#pragma once

#include "harness/check/admissions.hpp"
#include "harness/check/excess.hpp"
#include "harness/check/place_decisions.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace limitproof {

/// How many steps may be taken back while decision times are looked for: in all, and for one key.
struct repair_budget {
  std::int64_t all_keys = std::int64_t{1} << 25;
  std::int64_t one_key = std::int64_t{1} << 22;
};

/// Whether decision times exist for one key's admissions that satisfy every limit at once.
struct feasibility {
  placing result = placing::undecided;
  /// Impossible: positions of requests that cannot all be legal, whatever the others were. None can
  /// be left out, unless the budget ended before all were tried.
  std::vector<std::size_t> involved;
};

/// `complete` comes with an assignment found and proved (assignment_proof); where the store's clock
/// is only known within a bound, each request may lie in any window that leaves it. With unit costs
/// it is decided exactly within the budget, unless that bound leaves windows and curves apart
/// undecided. `requests` are one key's, as in admissions_by_key. Before the requests involved are
/// looked for, `is_known_why` may say that nobody needs them; then they stay empty.
[[nodiscard]] feasibility decide_feasibility(
    std::span<admission const> requests,
    std::span<judged_limit const> limits,
    repair_budget& budget,
    std::function<bool()> const& is_known_why = [] { return false; });

/// Where no interval is overfull: the most permits by which the curve of `judged` can be exceeded.
/// Decisions taken at the sends would have at most α(L + D) in any interval of length L for the
/// slowest request's D, hence α(L + D) - α(L) too many.
[[nodiscard]] std::int64_t most_undecided(std::span<admission const> requests,
                                          judged_limit const& judged);

}  // namespace limitproof
