#pragma once

#include "harness/model/units.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

/// "250ms" → 250 ms. A whole number and one of ns us ms s m h d; nothing else, and none if it is
/// beyond what a duration can hold (292 years).
[[nodiscard]] std::optional<duration> parse_duration(std::string_view text);

/// The exact spelling in the coarsest unit: 250 ms → "250ms", 60 s → "1m". `d` is not negative.
[[nodiscard]] std::string to_text(duration d);

/// The same with a sign: "-1s" → -1 s, "250ms" → 250 ms; no "+".
[[nodiscard]] std::optional<duration> parse_offset(std::string_view text);

/// The inverse, of any duration but the least one: -1 s → "-1s".
[[nodiscard]] std::string offset_to_text(duration offset);

/// "2000/s" → {2000, 1 s}; "5/250ms" → {5, 250 ms}. None for a rate of zero.
[[nodiscard]] std::optional<rate> parse_rate(std::string_view text);

/// The inverse: {2000, 1 s} → "2000/s".
[[nodiscard]] std::string to_text(rate const& r);

}  // namespace limitproof
