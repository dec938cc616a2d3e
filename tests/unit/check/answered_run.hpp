#pragma once

#include "tests/unit/check/recorded_run.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// A run of a shared, exact token bucket of 50 per 1 s, burst 100.
[[nodiscard]] recorded_run run_of_shared_bucket();

/// Adds a request whose answer was kept whole; `lines` follow the status line. The values the load
/// engine would have read are not set. Returns the operation for that.
operation& keep(recorded_run& run,
                std::uint16_t status,
                std::vector<std::string> const& lines,
                std::string_view body = "{}");

/// "F2 must" for each breach that header_contract lists, sorted.
[[nodiscard]] std::vector<std::string> breaches_of(recorded_run const& run);

}  // namespace limitproof
