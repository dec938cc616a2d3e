#pragma once

#include "harness/model/comparison.hpp"

#include <string>

namespace limitproof {

/// What `limitproof compare` prints: for each pair the verdicts and a table of figures, and in
/// words whether a difference was seen, in Markdown.
[[nodiscard]] std::string write_comparison(comparison const& c);

}  // namespace limitproof
