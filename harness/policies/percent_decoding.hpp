#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

/// "%6C" → "l", once. None for a "%" that two hexadecimal digits do not follow.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace limitproof
