#include "harness/guard/known_denials.hpp"

#include <algorithm>
#include <utility>

// Until when would a limiter deny a key that it has just denied? At least until its own decision
// plus the wait that it told: permits only come back with time, and what others take meanwhile can
// but lengthen the wait. So where a denial consumes nothing, answering in the limiter's stead until
// then changes no decision. The wait holds for that cost under those limits, and no others.
//
//   asked ........ decided ........ answered
//     |---- wait told ---->|  ends before the limiter's own denial does: denied until here
//                             |---- wait told ---->|  ends after it: what clients are told
//
// When it decided is not known. For denying, the wait is counted from before the question; for
// telling, from after the answer, so that who waits as told is not denied again. The two are a call
// apart. Two clocks that are slewed by 500 ppm each, the most adjtimex() does, differ by a
// thousandth, and each side is given that.
//
// A key that is reset by hand in the store is denied on for a minute at most, whatever its wait.

namespace limitproof {

namespace {

constexpr std::int64_t clock_share = 1000;
constexpr duration longest_kept = std::chrono::minutes(1);
constexpr duration inexact_by = std::chrono::seconds(1);

}  // namespace

known_denials::known_denials(bool exact_waits, std::size_t most)
    : exact_waits_(exact_waits), denials_(most) {}

std::optional<decision> known_denials::find(limit_request const& question, time_point now) {
  auto const* const known = denials_.find(question.key);
  if (known == nullptr || now >= known->until || known->cost != question.cost) return std::nullopt;
  if (!std::equal(known->limits.begin(),
                  known->limits.end(),
                  question.limits.begin(),
                  question.limits.end()))
    return std::nullopt;

  duration passed = std::max(duration(now - known->answered), duration(0));
  passed -= passed / clock_share;
  auto told = known->told;
  told.retry_after -= passed;
  told.reset_after = std::max(told.retry_after, told.reset_after - passed);
  told.decided_at.reset();
  return told;
}

void known_denials::learn(limit_request const& question, decision const& answer, call_span when) {
  if (answer.admitted || question.cost <= permits{0}) return;
  auto const until = when.asked + certain_part(answer.retry_after);
  if (until <= when.answered) return;
  denials_.put(question.key,
               denial{question.cost,
                      std::vector<limit>(question.limits.begin(), question.limits.end()),
                      answer,
                      when.answered,
                      until});
}

duration known_denials::certain_part(duration wait) const {
  if (!exact_waits_) wait -= inexact_by;
  return std::min(wait - wait / clock_share, longest_kept);
}

}  // namespace limitproof
