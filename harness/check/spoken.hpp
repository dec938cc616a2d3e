#pragma once

#include "harness/model/policy.hpp"

#include <cstdint>
#include <string>

namespace limitproof {

/// A time as a reader says it, in the coarsest of s, ms, µs, ns of which it is at least a tenth,
/// rounded up to three decimals: 300'000 ns → "0.3 ms", 8'200'000'000 ns → "8.2 s".
[[nodiscard]] std::string spoken_time(std::int64_t ns);

/// "token bucket 50 per 1 s, burst 100"; the burst only where the algorithm knows one.
[[nodiscard]] std::string spoken_limit(algorithm a, limit const& l);

/// A share as a percentage with one decimal: 3 of 1000 → "0.3 %".
[[nodiscard]] std::string spoken_share(std::int64_t part, std::int64_t whole);

}  // namespace limitproof
