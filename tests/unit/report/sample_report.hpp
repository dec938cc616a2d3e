#pragma once

#include "harness/model/report.hpp"

namespace limitproof {

/// A finished report with every optional part present: one limiter that broke its limit, one that
/// held, and a third that was never judged.
[[nodiscard]] report sample_report();

}  // namespace limitproof
