#pragma once

#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// The candidate closest to `word` by edit distance, if it is close enough to be a typing slip.
[[nodiscard]] std::optional<std::string> nearest_name(std::string const& word,
                                                      std::vector<std::string> const& candidates);

/// The same as the end of a sentence that says `word` is unknown: ", did you mean "lint"?". Empty:
/// none is close enough.
[[nodiscard]] std::string did_you_mean(std::string const& word,
                                       std::vector<std::string> const& candidates);

}  // namespace limitproof
