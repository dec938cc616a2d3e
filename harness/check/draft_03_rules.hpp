#pragma once

#include "harness/check/breach_list.hpp"

namespace limitproof {

/// Rules of draft-03 to -06 that hold for the values of every answer, which the load engine reads,
/// and not only for the heads that were kept. Sections are those of -06.
inline constexpr header_rule reset_is_delay{
    "F2", breach_severity::must, "draft-ietf-httpapi-ratelimit-headers-06 section 3.4"};
inline constexpr header_rule retry_is_reset{
    "F4", breach_severity::should, "draft-ietf-httpapi-ratelimit-headers-06 section 4"};
inline constexpr header_rule remaining_within_limit{
    "F6", breach_severity::should, "draft-ietf-httpapi-ratelimit-headers-06 section 2.2"};

/// No delay is that long: an instant since the epoch is what it is.
inline constexpr std::int64_t least_epoch_s = 1'000'000'000;

}  // namespace limitproof
