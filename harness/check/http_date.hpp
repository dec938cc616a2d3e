#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace limitproof {

/// Seconds since the epoch of an IMF-fixdate, "Sun, 06 Nov 1994 08:49:37 GMT": the one form of
/// HTTP-date that may be generated (RFC 9110 section 5.6.7). None if it is anything else, a date
/// that does not exist or a wrong day of the week included.
[[nodiscard]] std::optional<std::int64_t> parse_http_date(std::string_view text);

}  // namespace limitproof
