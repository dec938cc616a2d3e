#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

/// "%6C" → "l", once. None for a "%" that two hexadecimal digits do not follow.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

/// Any text as one segment of a path, or as a value in a query: all bytes but letters, digits and
/// "-", ".", "_", "~" are spelled "%2F".
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace limitproof
