#pragma once

#include <cstdint>

namespace limitproof {

/// Of the machine's entropy: nodes and threads that start together draw differently.
[[nodiscard]] std::uint64_t fresh_seed();

}  // namespace limitproof
