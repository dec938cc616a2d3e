#pragma once

#include "harness/check/admissions.hpp"
#include "harness/model/history.hpp"
#include "harness/model/policy.hpp"
#include "harness/model/tolerance.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace limitproof {

/// The store's clock as the checks need it: store_ns ≈ run_ns + offset_ns, within ± bound_ns and
/// the drift since time 0; told in steps of `granularity`.
struct store_offset {
  std::int64_t offset_ns = 0;
  std::int64_t bound_ns = 0;
  std::int64_t drift_ppm = 0;
  duration granularity{};
};

[[nodiscard]] std::optional<store_offset> store_offset_of(clock_anchors const& clocks,
                                                          tolerance const& allowed);

/// The same request with numbers of windows [k·per, (k + 1)·per) of the store's clock in place of
/// times: the first and the last window in which it may have been decided, wherever the offset lies
/// within its bound.
[[nodiscard]] admission in_store_window(admission request, duration per, store_offset const& clock);

/// That of each, in the same order.
[[nodiscard]] std::vector<admission> in_store_windows(std::span<admission const> requests,
                                                      duration per,
                                                      store_offset const& clock);

}  // namespace limitproof
