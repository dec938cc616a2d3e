#pragma once

#include <string_view>

namespace limitproof {

inline constexpr std::string_view html_type = "text/html; charset=utf-8";
inline constexpr std::string_view text_type = "text/plain; charset=utf-8";
inline constexpr std::string_view style_type = "text/css; charset=utf-8";

/// What the ending of a file's name says of its content; plain text for logs, Markdown, and all
/// that is not known.
[[nodiscard]] std::string_view content_type_of(std::string_view file_name);

}  // namespace limitproof
