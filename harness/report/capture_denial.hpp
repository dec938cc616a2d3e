#pragma once

#include "harness/model/history.hpp"
#include "harness/model/report.hpp"

#include <optional>

namespace limitproof {

/// What a denied client was told: the earliest sent request that was denied and whose response was
/// kept whole. A header line without a colon is kept as a name with an empty value.
[[nodiscard]] std::optional<captured_denial> capture_denial(history const& h);

}  // namespace limitproof
