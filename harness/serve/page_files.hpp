#pragma once

#include <string_view>

namespace limitproof {

/// page/frame.html, as it was when this was built. Left to fill in: {{title}} and {{content}}.
[[nodiscard]] std::string_view frame_file();

/// page/style.css with the style that it shares with report.html in it.
[[nodiscard]] std::string_view style_file();

}  // namespace limitproof
