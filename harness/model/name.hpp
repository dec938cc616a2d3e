#pragma once

#include <cstddef>
#include <string_view>

namespace limitproof {

inline constexpr std::size_t longest_name = 64;

/// A letter, digit or dash of a name.
[[nodiscard]] bool is_name_character(char c);

/// The name of a scenario, a limiter, a policy or a tier: lower-case letters, digits and dashes, at
/// most longest_name, not beginning with a dash.
[[nodiscard]] bool is_name(std::string_view text);

}  // namespace limitproof
