#pragma once

#include "tests/tidy/source_file.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// The string literals of a C++ text in order, those that stand side by side as one; escapes as
/// they are written.
[[nodiscard]] std::vector<std::string> literals_of(std::string const& text);

/// What a check of harness/check says where it comes to no conclusion: the literals that it gives
/// to `found.claim` where no verdict is given with it, or, where it calls a function for that, of
/// that function; and what its functions `why_…` return.
[[nodiscard]] std::vector<std::string> open_reasons(source_file const& check);

/// Phrases that stand in quotation marks in the first cells of the tables below a heading of a
/// Markdown text, up to the next one; below none if `heading` is empty: of the whole text.
[[nodiscard]] std::vector<std::string> quoted_phrases(std::string const& markdown,
                                                      std::string_view heading);

}  // namespace limitproof
