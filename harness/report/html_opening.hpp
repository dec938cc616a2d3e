#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// The first screen of report.html, readable without its script: the question, whether all was as
/// expected, and for each run its verdict in words, a bar of what it admitted with a mark at what
/// was allowed, all bars on one scale, and what stands between it and a plain pass.
[[nodiscard]] std::string html_opening(report const& r);

}  // namespace limitproof
