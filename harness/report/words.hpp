#pragma once

#include "harness/model/policy.hpp"
#include "harness/model/verdict.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// What a verdict says of a limiter, for people: "held", "broke the limit", "failed" (for another
/// reason than too many admissions), "could not be judged".
[[nodiscard]] std::string_view in_words(verdict const& v);

/// An enumerator's name as words: "token_bucket" → "token bucket".
[[nodiscard]] std::string spaced(std::string_view name);

/// "1,161", or, where requests cost more than a permit, "1,161 requests for 1,790 permits".
[[nodiscard]] std::string admitted_text(admission_figures const& figures);

/// "50 per 1s with bursts of 100"; several limits are joined by " and ".
[[nodiscard]] std::string policy_text(policy const& p);

}  // namespace limitproof
