#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// report.html: one file with everything in it that it needs, to be opened from a disk. Its figures
/// are those of report.json, which it carries; a script draws them. It loads nothing and sends
/// nothing: a content security policy forbids it. Nothing in it that came from a server or a file
/// is markup or script.
[[nodiscard]] std::string write_html(report const& r);

}  // namespace limitproof
