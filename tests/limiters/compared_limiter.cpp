#include "tests/limiters/compared_limiter.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace limitproof {

namespace {

/// Beyond 2^53 - 1 microseconds, 285 years, a script tells no longer times.
constexpr std::int64_t longest_us = (std::int64_t{1} << 53) - 1;

std::int64_t microseconds(duration time) {
  return std::min(std::chrono::floor<std::chrono::microseconds>(time).count(), longest_us);
}

/// What one side says, in an order of its own. While nothing is used, a window's end may be told or
/// not.
std::vector<std::int64_t> figures(reference_decision const& d) {
  auto const reset_us = d.remaining == d.limit ? 0 : d.until_full_us;
  return {d.admitted, d.binding_limit, d.limit, d.remaining, reset_us, d.retry_after_us};
}

reference_decision as_reference(decision const& d) {
  return {.admitted = d.admitted ? 1 : 0,
          .binding_limit = static_cast<std::int64_t>(d.binding_limit),
          .limit = d.limit,
          .remaining = d.remaining,
          .until_full_us = microseconds(d.reset_after),
          .retry_after_us = microseconds(d.retry_after)};
}

/// Separate commands of several checks would mix.
bool decides_in_order(limiter_under_test const& limiter) {
  return limiter.claims().atomic || limiter.plugin().manifest.kind == limiter_kind::native;
}

}  // namespace

compared_limiter::compared_limiter(limiter_under_test& limiter,
                                   reference_limiter reference,
                                   std::string key,
                                   std::vector<script_limit> limits)
    : limiter_(limiter),
      reference_(std::move(reference)),
      key_(std::move(key)),
      limits_(std::move(limits)) {
  for (auto const& each : limits_)
    policy_.push_back({each.count, std::chrono::microseconds(each.per_us), each.burst});
}

std::optional<std::string> compared_limiter::first_difference(std::vector<std::int64_t> costs) {
  if (!limiter_.claims().weighted) std::fill(costs.begin(), costs.end(), 1);
  auto const decisions = ask(costs);
  for (std::size_t i = 0; i < costs.size(); ++i) {
    auto found = difference(costs[i], decisions[i]);
    if (found) return found;
  }
  return std::nullopt;
}

std::vector<result<decision>> compared_limiter::ask(std::vector<std::int64_t> const& costs) {
  std::vector<limiter_question> questions;
  for (auto const cost : costs) questions.push_back({key_, cost});
  if (decides_in_order(limiter_)) return limiter_.check_in_order(questions, policy_);
  std::vector<result<decision>> decisions;
  for (auto const& question : questions)
    decisions.push_back(limiter_.check(question.key, policy_, question.cost));
  return decisions;
}

std::optional<std::string> compared_limiter::difference(std::int64_t cost,
                                                        result<decision> const& made) {
  auto const what = [&] {
    std::string text = fmt::format("cost {} of {} under", cost, key_);
    for (auto const& each : limits_)
      text += fmt::format(" [{} per {} us, burst {}]", each.count, each.per_us, each.burst);
    return text;
  };
  if (made.has_error()) {
    bool const is_refused_by_both =
        made.error().code == errc::invalid_cost && !reference_(limits_, cost, 0);
    if (is_refused_by_both) return std::nullopt;
    return what() + ": " + made.error().what;
  }
  auto const at_us =
      made->decided_at ? made->decided_at->time_since_epoch().count() : limiter_.now_us();
  auto const expected = reference_(limits_, cost, at_us);
  if (!expected) return what() + " is decided, expected invalid_cost";
  auto const found = as_reference(*made);
  told_us_ = found.retry_after_us;
  if (figures(found) == figures(*expected)) return std::nullopt;
  return fmt::format(
      "{} at {} us: [admitted, binding limit, limit, remaining, reset us, retry us] is [{}], "
      "expected [{}]",
      what(),
      at_us,
      fmt::join(figures(found), ", "),
      fmt::join(figures(*expected), ", "));
}

}  // namespace limitproof
