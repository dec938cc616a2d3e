#pragma once

#include "harness/check/affine_excess.hpp"
#include "harness/check/stair_excess.hpp"
#include "harness/check/wide.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <variant>

namespace limitproof {

/// What a limit is judged by, in the shape that can be swept and metered.
using swept_curve = std::variant<affine_curve, stair_curve>;

/// Windows [k·per, (k + 1)·per) of a clock that is `offset_ns` ahead of the run's.
struct clock_windows {
  std::int64_t per = 1;  ///< ns
  std::int64_t offset_ns = 0;
};

/// A curve over run time, or over the numbers of some clock's windows (per = 1, early = 0).
struct judged_curve {
  swept_curve curve;
  std::optional<clock_windows> windows;
};

/// Decision times are whole numbers of 1/scale ns; with this scale every conforming choice of real
/// times has one of its order in such numbers: refills end on whole numbers, and instants that must
/// only be later than others, as many as there are requests, still fit between. nullopt: the
/// figures are too large for exact arithmetic.
[[nodiscard]] std::optional<std::int64_t> exact_scale(std::span<judged_curve const> curves,
                                                      std::size_t requests);

/// What an interval must exceed `q·per - early` by, in 1/scale ns. A window anchored anywhere may
/// start anew at any instant after it began, which in whole ns is 1 ns.
[[nodiscard]] inline wide scaled_early(stair_curve const& curve, std::int64_t scale) {
  return curve.early == 0 ? wide{0} : (wide{curve.early} + 1) * scale - 1;
}

/// The number of the window that `time`, in 1/scale ns, lies in.
[[nodiscard]] inline wide window_number(clock_windows const& windows,
                                        wide time,
                                        std::int64_t scale) {
  auto const since = time + wide{windows.offset_ns} * scale;
  auto const length = wide{windows.per} * scale;
  return since / length - (since % length < 0 ? 1 : 0);
}

}  // namespace limitproof
