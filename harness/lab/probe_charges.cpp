#include "harness/lab/probes.hpp"

#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

sighting promises_no_limit() {
  return {standing::unknown, "its algorithm promises no limit"};
}

/// Asks until the narrow limit has admitted what the wide one holds, then until the wide one
/// denies. Were the wide limit charged for a single one of the narrow one's denials, it would run
/// out before. Empty if all is right.
result<std::string> wrong_pair(probe_subject const& subject, std::size_t narrow_at) {
  constexpr std::int64_t wide_count = 3;
  auto& limiters = subject.limiters;
  std::vector<limit> limits{{wide_count, std::chrono::days(400), wide_count}};
  limits.insert(limits.begin() + static_cast<std::ptrdiff_t>(narrow_at), {1, subject.period, 1});
  auto const key = fmt::format("pair {}", narrow_at);
  // Each permit of the narrow limit is back after two periods, by any algorithm.
  auto const end =
      std::chrono::steady_clock::now() + 2 * (wide_count + 1) * (subject.period + 50ms);
  std::int64_t admitted = 0;
  while (admitted < wide_count && std::chrono::steady_clock::now() < end) {
    auto const made = limiters.check(limiters.request(key, limits));
    if (!made) return made.error();
    admitted += made->admitted ? 1 : 0;
    if (!made->admitted && made->binding_limit != narrow_at)
      return fmt::format("after {} admissions the wide limit of {} denies, or is named for it",
                         admitted,
                         wide_count);
    if (!made->admitted) limiters.pass(5ms);
  }
  if (admitted < wide_count) return "the narrow limit does not refill";
  for (std::int64_t beyond = 0; beyond < wide_count; ++beyond) {
    limiters.pass(surely_refilled(subject.period));
    auto const more = limiters.check(limiters.request(key, limits));
    if (!more) return more.error();
    if (more->admitted) continue;
    if (more->binding_limit == narrow_at) return "a denial names a limit that has room";
    return std::string();
  }
  return "the wide limit is not enforced";
}

/// The cost that should not pass is either refused as such, which is empty, or the text says what
/// became of it.
result<std::string> wrong_refusal(limiter_cluster& limiters,
                                  std::vector<limit> const& limits,
                                  std::int64_t cost) {
  auto const made = limiters.check(limiters.request("weighted", limits, cost));
  if (made) return fmt::format("cost {} is {}", cost, made->admitted ? "admitted" : "denied");
  if (made.error().code == errc::invalid_cost) return std::string();
  return made.error();
}

}  // namespace

result<sighting> probe_several_limits(probe_subject const& subject) {
  auto& limiters = subject.limiters;
  bool const claimed = limiters.claims().several_limits;
  if (limiters.claims().algorithm == algorithm::none) return promises_no_limit();
  if (!claimed) {
    std::vector const limits{without_refill(3).front(), without_refill(5).front()};
    auto const made = limiters.check(limiters.request("pair", limits));
    return judge(false, made.has_value(), made ? "two limits are taken" : "two limits are refused");
  }
  for (std::size_t const narrow_at : {0U, 1U}) {
    auto const wrong = wrong_pair(subject, narrow_at);
    if (!wrong) return wrong.error();
    if (!wrong->empty()) return judge(true, false, *wrong);
  }
  return judge(true, true, "denied by one limit, no request is charged to the other one");
}

result<sighting> probe_weighted(probe_subject const& subject) {
  auto& limiters = subject.limiters;
  auto const limits = without_refill(5);
  if (limiters.claims().algorithm == algorithm::none) return promises_no_limit();
  if (!limiters.claims().weighted) {
    auto const other = wrong_refusal(limiters, limits, 2);
    if (!other) return other.error();
    return judge(false, !other->empty(), other->empty() ? "cost 2 is refused" : *other);
  }
  for (std::int64_t const cost : {std::int64_t{-1}, std::int64_t{6}}) {
    auto const wrong = wrong_refusal(limiters, limits, cost);
    if (!wrong) return wrong.error();
    if (!wrong->empty()) return judge(true, false, *wrong + " under a limit of 5");
  }
  constexpr std::int64_t most = 20;
  auto const single = limiters.admitted_in_a_row("single", limits, most);
  if (!single) return single.error();
  std::vector<std::string> seen;
  for (std::int64_t const cost : {0, 0, 5, 0}) {
    auto const made = limiters.check(limiters.request("weighted", limits, cost));
    if (!made) return made.error();
    seen.push_back(fmt::format("{} {}", cost, made->admitted ? "admitted" : "denied"));
  }
  auto const left = limiters.admitted_in_a_row("weighted", limits, most);
  if (!left) return left.error();
  std::vector<std::string> const right{"0 admitted", "0 admitted", "5 admitted", "0 admitted"};
  return judge(true,
               seen == right && *left == *single - 5,
               fmt::format("under a limit of 5, costs -1 and 6 are refused, {}, then {} of cost 1 "
                           "where alone there are {}",
                           fmt::join(seen, ", "),
                           *left,
                           *single));
}

}  // namespace limitproof
