#pragma once

#include "limiters/expression.hpp"
#include "limiters/limiter.hpp"

#include <cstddef>
#include <vector>

namespace limitproof {

/// The names a manifest's expressions may use about the request, in this order:
///   of one limit   limit, burst, capacity (by the algorithm), limit_index, per_ns per_us per_ms
///                  per_s, window_index and window_start_ms (of the epoch-aligned window at now)
///   of the call    cost, limit_count, now_us now_ms now_s (the node's wall clock)
[[nodiscard]] std::vector<expression_name> const& request_names();

/// How many of the names, from the front, are about one limit.
inline constexpr std::size_t limit_name_count = 10;

/// Their values for one limit of a request, in the same order.
[[nodiscard]] std::vector<expression_value> request_values(limit_request const& request,
                                                           std::size_t limit_index,
                                                           algorithm a);

}  // namespace limitproof
