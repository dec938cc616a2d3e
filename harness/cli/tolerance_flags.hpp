#pragma once

#include "harness/model/tolerance.hpp"

#include <string>

namespace limitproof {

/// The flags that give such a tolerance, each with a space in front, for a command to be repeated.
[[nodiscard]] std::string tolerance_flags(tolerance_changes const& changes);

}  // namespace limitproof
