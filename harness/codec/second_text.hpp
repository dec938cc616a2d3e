#pragma once

#include "harness/model/history_line.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

/// "1700000000.123" → that many seconds, true to the ms; "1700000000" is true to the second.
/// Digits, and at most 9 decimals; below 9·10^9 s. No sign, no exponent.
[[nodiscard]] std::optional<told_time> parse_seconds(std::string_view text);

/// 1'500'000 → "0.001500000": always exact to the ns. `ns` is not negative.
[[nodiscard]] std::string to_seconds(std::int64_t ns);

}  // namespace limitproof
