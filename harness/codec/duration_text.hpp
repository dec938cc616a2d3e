#pragma once

#include "harness/model/units.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

/// "250ms" → 250 ms. A whole number and one of ns us ms s m h d; nothing else.
[[nodiscard]] std::optional<duration> parse_duration(std::string_view text);

/// The shortest exact spelling: 250 ms → "250ms", 60 s → "1m".
[[nodiscard]] std::string to_text(duration d);

/// "2000/s" → {2000, 1 s}; "5/250ms" → {5, 250 ms}.
[[nodiscard]] std::optional<rate> parse_rate(std::string_view text);
[[nodiscard]] std::string to_text(rate const& r);

}  // namespace limitproof
