#pragma once

#include "harness/model/guards.hpp"

#include <cstdint>

namespace limitproof {

/// What a client that is turned away without the store's decision is told to wait, in whole
/// seconds: at first what `shortest` says, and up to `spread` more, drawn for each answer, so that
/// clients turned away together do not come back together when the store is back.
struct outage_wait {
  std::int64_t shortest_s = 1;
  std::int64_t spread_s = 2;
};

/// Never shorter than the breaker's longest pause: before it is over nobody can be served. The
/// spread is 2 s, or `retry_jitter` where that is longer.
[[nodiscard]] outage_wait outage_wait_of(guard_spec const& guards);

/// The wait of a draw: evenly from `shortest_s` to `shortest_s` + `spread_s`.
[[nodiscard]] std::int64_t wait_of_draw(outage_wait const& wait, std::uint64_t draw);

}  // namespace limitproof
