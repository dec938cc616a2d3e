#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// report.json, schema limitproof.report/1, stable key order, two-space indent, final newline.
[[nodiscard]] std::string encode_report(report const& r);

}  // namespace limitproof
