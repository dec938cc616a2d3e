#pragma once

#include "harness/model/report.hpp"

#include <filesystem>
#include <string>

namespace limitproof {

/// What the terminal shows at the end: the verdict per limiter in words, unmet expectations, and
/// where the report is.
[[nodiscard]] std::string summary_text(report const& r, std::filesystem::path const& directory);

}  // namespace limitproof
