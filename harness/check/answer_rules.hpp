#pragma once

#include "harness/check/header_rules.hpp"
#include "harness/model/evidence.hpp"

namespace limitproof {

/// Rules that every answer is held to by the values the load engine read from it: RateLimit-Limit,
/// -Remaining, -Reset and Retry-After. `reset_is_instant` where a vendor gives those names another
/// meaning. H7: of a limiter that claims one exact count, an admission tells at most what its limit
/// can hold, less its own cost.
void judge_answers(evidence const& e, bool reset_is_instant, header_judgement& into);

/// H6: every quota a response advertised, and every RateLimit-Limit, is one of the policy. The
/// latter is a must for a limiter that claims one exact count: what it tells is then its promise.
void judge_advertised(evidence const& e, header_judgement& into);

}  // namespace limitproof
