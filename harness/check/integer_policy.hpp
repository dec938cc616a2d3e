#pragma once

#include "harness/check/header_rules.hpp"
#include "harness/check/structured_field.hpp"

namespace limitproof {

/// The Integer of a member that is an Item with a value ≥ 0; none otherwise.
[[nodiscard]] std::optional<std::int64_t> count_in(sf_member const& member);
[[nodiscard]] std::optional<std::int64_t> count_in(sf_value const* value);

/// "at byte 9: expected a digit", for a finding about a whole field.
[[nodiscard]] std::string malformed_text(sf_error const& e);

/// RateLimit-Policy as draft-04 to -07 have it: a non-empty List of Integers with a window each, no
/// two with the same quota. What breaks this is one breach of `rule`; else the quotas are noted.
void judge_integer_policy(judged_head const& response,
                          header_rule const& rule,
                          header_judgement& into);

}  // namespace limitproof
