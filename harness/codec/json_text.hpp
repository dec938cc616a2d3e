#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace limitproof {

/// A document as every file of ours is written: two-space indent, final newline. Bytes that are not
/// UTF-8 (a foreign node may name itself so) become U+FFFD.
[[nodiscard]] std::string json_text(nlohmann::ordered_json const& document);

/// Null where there is nothing to say.
[[nodiscard]] nlohmann::ordered_json text_or_null(std::string const& text);

}  // namespace limitproof
