#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

/// RFC 4648 section 4, with padding: "ab" → "YWI=".
[[nodiscard]] std::string to_base64(std::string_view bytes);

/// The inverse, of nothing but what to_base64 writes: no line breaks, no missing padding, no bits
/// left over.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace limitproof
