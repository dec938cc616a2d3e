#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace limitproof {

/// The whole of `text` as a non-negative decimal number of digits only; none if it is not one or
/// does not fit.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);

/// The number a list or an item with parameters begins with: "100, 100;w=10" is 100
/// (RateLimit-Limit of draft-ietf-httpapi-ratelimit-headers-00 … 06).
[[nodiscard]] std::optional<std::int64_t> leading_item_number(std::string_view text);

/// Server-Timing: the `dur` (milliseconds, decimal) of the metric called `limiter`, in ns.
struct limiter_timing {
  bool present = false;              ///< a metric of that name is there
  std::optional<std::int64_t> ns{};  ///< none: it has no dur, or one that is not a number
};

[[nodiscard]] limiter_timing limiter_time(std::string_view server_timing);

}  // namespace limitproof
