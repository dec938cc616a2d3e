#pragma once

#include <string_view>

namespace limitproof {

/// page/page.html with its style, its scripts and the chart library in it, as embed.cmake put them
/// together when this was built. Left to fill in: {{title}}, {{opening}} and {{figures}}.
[[nodiscard]] std::string_view page_file();

}  // namespace limitproof
