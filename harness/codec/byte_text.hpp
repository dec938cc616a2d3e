#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

/// "2mb" → 2,097,152. A whole number without a sign and one of b kb mb gb, which are powers of 1024
/// as in redis.conf; nothing else, and none if it is beyond 63 bits.
[[nodiscard]] std::optional<std::int64_t> parse_bytes(std::string_view text);

/// The exact spelling in the coarsest unit: 2,097,152 → "2mb". `bytes` is not negative.
[[nodiscard]] std::string bytes_to_text(std::int64_t bytes);

}  // namespace limitproof
