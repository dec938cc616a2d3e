#include "harness/check/told_answers.hpp"

#include "harness/check/disturbances.hpp"

#include <algorithm>

namespace limitproof {

told_limits::told_limits(evidence const& e) {
  for (auto const& l : e.plan.scenario.policy.limits)
    capacities_.push_back(capacity(e.claims.algorithm, l));
}

std::optional<std::size_t> told_limits::with_capacity(std::int64_t permits) const {
  auto const found = std::find(capacities_.begin(), capacities_.end(), permits);
  if (found == capacities_.end()) return std::nullopt;
  if (std::find(found + 1, capacities_.end(), permits) != capacities_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - capacities_.begin());
}

std::string why_telling_is_not_judged(evidence const& e) {
  if (e.claims.algorithm == algorithm::none)
    return "the limiter declares no algorithm, so what it tells means nothing";
  if (!e.claims.shared)
    return "each node counts for itself, by the limiter's own claim, and tells its own count";
  if (!e.claims.exact)
    return "the limiter does not claim to be exact, so what it tells may be a guess";
  return why_counts_were_lost(e);
}

}  // namespace limitproof
