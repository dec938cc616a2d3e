#pragma once

#include "harness/model/report.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace limitproof {

/// How often the store was asked to decide, for every thousand requests that were sent, rounded up.
/// Where a script decides, its runs count and not the commands in it, which the store counts too;
/// otherwise every command but those that keep a connection or look at the store. None: nothing was
/// sent, there was no store to look at, its commands were those of several policies together, or a
/// fault restarted it and with it the counting.
[[nodiscard]] std::optional<std::int64_t> store_calls_milli(
    std::optional<store_figures> const& store,
    std::int64_t sent,
    std::vector<injection> const& faults);

/// Whether the store's own counts begin with a restart by a fault, not with the run.
[[nodiscard]] bool counts_since_restart(std::vector<injection> const& faults);

}  // namespace limitproof
