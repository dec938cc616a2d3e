#pragma once

#include "harness/check/judged_head.hpp"
#include "harness/model/enum_names.hpp"

#include <vector>

namespace limitproof {

/// The families of rate-limit fields that are in use, by whose rules a response is judged. The
/// names are how a finding calls them.
enum class header_dialect {
  draft_08,
  draft_07,
  draft_03,
  gitlab,  ///< the drafts' names with an instant as Reset
  github,
  kong,
  envoy,
  akamai,
  dashed,   ///< Twitter, Okta
  plain_x,  ///< none of those
};

template <>
inline constexpr auto enum_names<header_dialect> =
    std::array{enum_name{header_dialect::draft_08, "RateLimit of draft-08 to draft-11"},
               enum_name{header_dialect::draft_07, "RateLimit of draft-07"},
               enum_name{header_dialect::draft_03, "RateLimit-* of draft-03 to draft-06"},
               enum_name{header_dialect::gitlab, "RateLimit-* of GitLab"},
               enum_name{header_dialect::github, "X-RateLimit-* of GitHub"},
               enum_name{header_dialect::kong, "X-RateLimit-* of Kong"},
               enum_name{header_dialect::envoy, "X-RateLimit-* of Envoy"},
               enum_name{header_dialect::akamai, "X-RateLimit-* of Akamai"},
               enum_name{header_dialect::dashed, "X-Rate-Limit-*"},
               enum_name{header_dialect::plain_x, "X-RateLimit-*"}};

/// By names and forms only, never by case: HTTP/2 and proxies change that. A response may speak
/// several: two drafts, or one and a vendor's. Empty: it says nothing of a limit.
[[nodiscard]] std::vector<header_dialect> dialects_of(judged_head const& response);

/// Whether RateLimit-Policy begins with a number, as draft-04 to -07 have it; from -08 on its
/// members are Strings.
[[nodiscard]] bool has_integer_policy(judged_head const& response);

}  // namespace limitproof
