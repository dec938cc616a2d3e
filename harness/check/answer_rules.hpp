#pragma once

#include "harness/check/header_rules.hpp"
#include "harness/model/evidence.hpp"

namespace limitproof {

/// Rules that every answer is held to by the values the load engine read from it: RateLimit-Limit,
/// -Remaining, -Reset and Retry-After. `reset_is_instant` where a vendor gives those names another
/// meaning.
void judge_answers(evidence const& e, bool reset_is_instant, header_judgement& into);

/// H6: every quota a response advertised, and every RateLimit-Limit, is one of the policy.
void judge_advertised(evidence const& e, header_judgement& into);

}  // namespace limitproof
