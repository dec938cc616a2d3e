#pragma once

#include <string>
#include <string_view>

namespace limitproof {

/// Any text as the content of an element or of a quoted attribute, in HTML as well as in SVG:
/// nothing in it is markup, and nothing in it steers the viewer (visible_text).
[[nodiscard]] std::string markup_text(std::string_view text);

}  // namespace limitproof
