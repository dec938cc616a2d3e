#pragma once

#include "harness/model/policy.hpp"
#include "harness/model/verdict.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

/// What a verdict says of a limiter, for people: "held", "broke the limit", "failed" (for another
/// reason than too many admissions), "could not be judged".
[[nodiscard]] std::string_view in_words(verdict const& v);

/// The same of a run, with what is to be said of the expectation, unless it is what anybody
/// expects: "broke the limit, as expected", "held, not as expected".
[[nodiscard]] std::string outcome_words(verdict const& v, bool met);

/// A whole report's verdict, for people: "As expected", "each limiter came out as the scenario
/// expects."
struct words_of_all {
  std::string_view verdict, meaning;
};

[[nodiscard]] words_of_all overall_words(verdict_kind overall);

/// An enumerator's name as words: "token_bucket" → "token bucket".
[[nodiscard]] std::string spaced(std::string_view name);

/// "1,161", or, where requests cost more than a permit, "1,161 requests for 1,790 permits".
[[nodiscard]] std::string admitted_text(admission_figures const& figures);

/// "1,503 where 500 were allowed: 3.0 times the limit", "499 of 500 allowed"; none: nothing was
/// allowed to compare with, or everything.
[[nodiscard]] std::optional<std::string> against_allowance(admission_figures const& figures);

/// "50 per 1s with bursts of 100"; several limits are joined by " and ".
[[nodiscard]] std::string policy_text(policy const& p);

}  // namespace limitproof
