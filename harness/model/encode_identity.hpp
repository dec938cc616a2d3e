#pragma once

#include <string>
#include <string_view>

namespace limitproof {

/// A client's identity as it may stand in a Redis key: letters, digits, '.', '_' and '-' as they
/// are, every other byte as % and two hexadecimal digits, and the empty identity as a lone "%". Two
/// identities never encode alike, and no brace, separator or newline of a client reaches a key.
[[nodiscard]] std::string encode_identity(std::string_view identity);

}  // namespace limitproof
