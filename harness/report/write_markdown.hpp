#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// report.md: formats what build_report computed; escapes every string that came from a server.
[[nodiscard]] std::string write_markdown(report const& r);

}  // namespace limitproof
