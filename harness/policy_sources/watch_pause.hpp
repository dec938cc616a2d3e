#pragma once

#include "harness/model/units.hpp"

#include <chrono>
#include <cstdint>

namespace limitproof {

/// The longest one: an etcd that is back is watched again within it.
inline constexpr duration longest_watch_pause = std::chrono::seconds(1);

/// How long to leave etcd alone after so many failures in a row, at least 1: 50 ms, doubled each
/// time up to the longest, and of that a share from half to all by `draw`, so that nodes that lost
/// it together do not come back together.
[[nodiscard]] duration watch_pause(std::int64_t failures, std::uint64_t draw);

}  // namespace limitproof
