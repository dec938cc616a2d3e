#pragma once

#include "harness/check/admissions.hpp"
#include "harness/model/verdict.hpp"

#include <cstdint>
#include <span>

namespace limitproof {

struct window_count {
  std::int64_t permits = 0;
  time_interval interval;  ///< shorter than the window, and holds them all
};

/// The most permits certain to have been spent within one true window [t, t + per), the earliest of
/// equals; per in ns, > 0. O(n).
[[nodiscard]] window_count fullest_window(std::span<admission const> requests, std::int64_t per);

}  // namespace limitproof
