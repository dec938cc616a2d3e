#pragma once

#include "harness/model/run_summary.hpp"

#include <string>

namespace limitproof {

/// summary.json (reports/summary.schema.json).
[[nodiscard]] std::string encode_run_summary(run_summary const& s);

}  // namespace limitproof
