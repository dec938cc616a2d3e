#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// A paragraph: what was promised, by what it is judged, what was brought up, how it was attacked.
/// Empty without a run.
[[nodiscard]] std::string markdown_setting(report const& r);

}  // namespace limitproof
