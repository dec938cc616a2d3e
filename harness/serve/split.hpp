#pragma once

#include <string_view>
#include <vector>

namespace limitproof {

/// What is between the separators, borrowed: "a//b" at '/' is "a", "" and "b"; "" is one empty
/// part.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace limitproof
