#pragma once

#include "harness/model/report.hpp"

#include <string_view>

namespace limitproof {

/// Markup, script, an end of a script, a comment, a place of a template, and a control character.
inline constexpr std::string_view hostile_text =
    "</script><script>alert(1)</script><img src=x onerror=\"alert('2')\"><!-- {{figures}} & "
    "\x1b[2J";

/// The sample with that in every text that a server, a file or a user can choose.
[[nodiscard]] report hostile_report();

}  // namespace limitproof
