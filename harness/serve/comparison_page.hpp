#pragma once

#include "harness/model/comparison.hpp"

#include <string>

namespace limitproof {

/// What differs between two runs, with the figures and words of write_comparison, and the command
/// that prints it.
[[nodiscard]] std::string comparison_page(comparison const& c, std::string const& command);

}  // namespace limitproof
