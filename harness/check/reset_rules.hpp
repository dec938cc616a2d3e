#pragma once

#include "harness/check/breach_list.hpp"
#include "harness/model/evidence.hpp"

namespace limitproof {

/// H2: whoever waits as long as RateLimit-Reset told, alone on the key, finds more left than
/// before.
void judge_resets(evidence const& e, breach_list& breaches);

}  // namespace limitproof
