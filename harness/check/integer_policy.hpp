#pragma once

#include "harness/check/header_rules.hpp"
#include "harness/check/structured_field.hpp"

namespace limitproof {

/// The Integer of a member that is an Item with a value ≥ 0; none otherwise.
[[nodiscard]] std::optional<std::int64_t> count_in(sf_member const& member);
[[nodiscard]] std::optional<std::int64_t> count_in(sf_value const* value);

/// "at byte 9: expected a digit", for a finding about a whole field.
[[nodiscard]] std::string malformed_text(sf_error const& e);

/// What a response announces as its limit, and of it what remains.
struct announced_limit {
  std::int64_t limit = 0;
  std::optional<std::int64_t> remaining;
};

/// Where a response describes several policies, the limit announced must be that of one of them,
/// and of a denial it is the one that is used up. What breaks this is a breach of `rule`, shown
/// with `line`.
void judge_announced(judged_head const& response,
                     std::vector<std::int64_t> const& policies,
                     announced_limit const& announced,
                     header_rule const& rule,
                     std::string const& line,
                     header_judgement& into);

/// The quotas of RateLimit-Policy as draft-04 to -07 have it; none if it is missing or breaks a
/// must.
[[nodiscard]] std::vector<std::int64_t> policy_quotas(judged_head const& response);

/// RateLimit-Policy as draft-04 to -07 have it: a non-empty List of Integers with a window each, no
/// two with the same quota. What breaks this is one breach of `rule`; else the quotas are noted.
void judge_integer_policy(judged_head const& response,
                          header_rule const& rule,
                          header_judgement& into);

}  // namespace limitproof
