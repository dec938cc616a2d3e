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

/// The only item of RateLimit or RateLimit-Policy: `"name";r=41;t=2`
/// (draft-ietf-httpapi-ratelimit-headers-08 … 10). Empty where the field is a list of several, or
/// does not begin with a String: draft-07 and drafts before it have other forms.
struct quota_item_values {
  bool is_malformed = false;            ///< such an item, and one of its two values is no number
  std::optional<std::int64_t> count{};  ///< must be there
  std::optional<std::int64_t> seconds{};
};

[[nodiscard]] quota_item_values quota_item(std::string_view field,
                                           char count_key,
                                           char seconds_key);

/// Server-Timing: the `dur` (milliseconds, decimal) of the metric called `limiter`, in ns.
struct limiter_timing {
  bool present = false;              ///< a metric of that name is there
  std::optional<std::int64_t> ns{};  ///< none: it has no dur, or one that is not a number
};

[[nodiscard]] limiter_timing limiter_time(std::string_view server_timing);

}  // namespace limitproof
