#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// A table of the rules that answers broke, of all runs; empty if none did.
[[nodiscard]] std::string markdown_breaches(report const& r);

}  // namespace limitproof
