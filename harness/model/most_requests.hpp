#pragma once

#include <cstdint>

namespace limitproof {

/// Of one plan, and so the most that any part of one or a budget for one may say.
inline constexpr std::int64_t most_requests = 100'000'000;

}  // namespace limitproof
