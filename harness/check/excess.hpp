#pragma once

#include "harness/check/admissions.hpp"
#include "harness/check/store_windows.hpp"
#include "harness/check/swept_curve.hpp"
#include "harness/model/curve.hpp"
#include "harness/model/policy.hpp"
#include "harness/model/tolerance.hpp"
#include "harness/model/verdict.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace limitproof {

/// One limit, and what it is judged by.
struct judged_limit {
  limitproof::algorithm algorithm{};  ///< not `none`
  limitproof::limit limit;            ///< as it was promised
  limitproof::tolerance tolerance;    ///< what it is loosened by (model/curve.hpp)
  /// Set where the windows are aligned to the store's epoch and the store's clock is known.
  std::optional<store_offset> aligned_to;
};

/// The limit it is held to.
[[nodiscard]] loosened_limit loosened(judged_limit const& judged);

/// The curve it is held to, in the shape that can be swept.
[[nodiscard]] swept_curve curve_of(judged_limit const& judged);

/// The most it may admit within any interval of length `length`.
[[nodiscard]] std::int64_t most_admitted(judged_limit const& judged, duration length);

/// An interval in which more permits were spent for certain than the limit allows.
struct excess {
  time_interval interval;
  std::int64_t permits = 0;  ///< cost of the admissions certain to lie inside
  std::int64_t allowed = 0;
  /// How many of the store's windows it certainly lies in, where it breaks the limit of those.
  std::optional<std::int64_t> windows;
};

[[nodiscard]] inline std::int64_t permits_over(excess const& found) {
  return found.permits - found.allowed;
}

/// The interval with the most permits above what is allowed; nullopt: no interval is overfull.
/// `requests` are one key's, as in admissions_by_key.
[[nodiscard]] std::optional<excess> worst_excess(std::span<admission const> requests,
                                                 judged_limit const& judged);

/// A lower bound of the permits that must go before the rest can conform, wherever in their
/// intervals the decisions were taken; the least number itself where every interval is a point.
[[nodiscard]] std::int64_t total_excess(std::span<admission const> requests,
                                        judged_limit const& judged);

/// The shortest overfull interval, and a smallest set of requests in it (costs above what is
/// allowed, but not without any one of them).
struct certificate {
  excess shortest;
  std::vector<admission> witness;  ///< in order of sending
};

[[nodiscard]] certificate shortest_certificate(std::span<admission const> requests,
                                               judged_limit const& judged,
                                               excess const& worst);

}  // namespace limitproof
