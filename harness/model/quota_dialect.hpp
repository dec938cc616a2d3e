#pragma once

#include "harness/model/enum_names.hpp"

namespace limitproof {

/// In which fields a node tells what is left. Others than these are judged too (header_dialect),
/// but no node of ours speaks them.
enum class quota_dialect {
  ietf_03,      ///< RateLimit-Limit, -Remaining, -Reset: draft-ietf-httpapi-ratelimit-headers-03
  ietf_10,      ///< RateLimit and RateLimit-Policy: draft-ietf-httpapi-ratelimit-headers-10
  x_ratelimit,  ///< X-RateLimit-Limit, -Remaining, -Reset, the reset in seconds since the epoch
};

template <>
inline constexpr auto enum_names<quota_dialect> =
    std::array{enum_name{quota_dialect::ietf_03, "ietf-03"},
               enum_name{quota_dialect::ietf_10, "ietf-10"},
               enum_name{quota_dialect::x_ratelimit, "x-ratelimit"}};

}  // namespace limitproof
