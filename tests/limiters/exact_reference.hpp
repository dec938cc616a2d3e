#pragma once

#include "harness/model/policy.hpp"
#include "tests/limiters/reference_bucket.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace limitproof {

/// Decides for one client, given its limits, a cost and the time in microseconds; remembers.
/// Nothing: the cost can never be admitted.
using reference_limiter = std::function<std::optional<reference_decision>(
    std::vector<script_limit> const&, std::int64_t, std::int64_t)>;

/// A fresh client under `a`, decided without any rounding. GCRA without rounding is a token bucket.
/// `a` is not `none`.
[[nodiscard]] reference_limiter exact_reference(algorithm a);

}  // namespace limitproof
