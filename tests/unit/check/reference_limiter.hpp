#pragma once

#include "harness/model/policy.hpp"

#include <cstdint>
#include <functional>

namespace limitproof {

/// A correct limiter of one key, in exact arithmetic: asked at `now_ns` (never earlier than
/// before), it says whether it admits one request, and counts it if so. Windows of `fixed_window`
/// begin at multiples of `per`; those of `sliding_counter` too.
[[nodiscard]] std::function<bool(std::int64_t now_ns)> reference_limiter(algorithm a,
                                                                         limit const& l);

}  // namespace limitproof
