#pragma once

#include "harness/check/header_rules.hpp"
#include "harness/model/evidence.hpp"

namespace limitproof {

/// What the dialects of a run say of the values that the load engine read.
struct told_dialect {
  bool is_draft_03 = true;          ///< its own rules hold for them
  bool reset_is_instant = false;    ///< where a vendor gives draft-03's names another meaning
  bool limit_has_a_window = false;  ///< one of draft-08, of so many whole seconds as it likes
};

/// Rules that every answer is held to by the values the load engine read from it: limit, remaining,
/// reset and Retry-After. H7: of a limiter that claims one exact count, an admission tells at most
/// what its limit can hold, less its own cost.
void judge_answers(evidence const& e, told_dialect const& dialect, header_judgement& into);

/// H6: every quota a response advertised, and every limit that was read, is one of the policy. The
/// latter is a must for a limiter that claims one exact count: what it tells is then its promise.
void judge_advertised(evidence const& e, told_dialect const& dialect, header_judgement& into);

}  // namespace limitproof
