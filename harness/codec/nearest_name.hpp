#pragma once

#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// The candidate closest to `word` by edit distance, if it is close enough to be a typing slip.
[[nodiscard]] std::optional<std::string> nearest_name(std::string const& word,
                                                      std::vector<std::string> const& candidates);

}  // namespace limitproof
