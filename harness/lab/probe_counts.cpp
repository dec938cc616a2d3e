#include "harness/lab/probes.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr std::int64_t most = 1'000'000'000'000;
constexpr auto longest = std::chrono::days(400);

// The policies at which rounding, overflow and floating point show first.
std::vector<limit> const extremes{{1, std::chrono::hours(24), 1},
                                  {1, longest, most},
                                  {most, longest, 1},
                                  {most, longest, most},
                                  {1'000'000, std::chrono::seconds(1), 1},
                                  {most, std::chrono::milliseconds(1), most},
                                  {3, std::chrono::milliseconds(1), 2}};

std::string text_of(limit const& l) {
  return fmt::format("{} in {} ns with burst {}", l.count, l.per.count(), l.burst);
}

/// What is wrong with how a fresh client's allowance is counted down; empty if nothing is.
result<std::string> wrong_countdown(limiter_cluster& limiters) {
  auto const limits = without_refill(7);
  for (std::int64_t left = 6; left >= -2; --left) {
    auto const made = limiters.check(limiters.request("countdown", limits));
    if (!made) return made.error();
    bool const fits = left >= 0;
    if (made->admitted != fits)
      return fmt::format("request {} of 7 permits is {}", 7 - left, fits ? "denied" : "admitted");
    if (made->remaining != std::max<std::int64_t>(left, 0))
      return fmt::format(
          "request {} of 7 permits is told that {} remain", 7 - left, made->remaining);
  }
  return std::string();
}

result<std::string> wrong_extreme(limiter_cluster& limiters) {
  for (auto const& each : extremes) {
    std::vector<limit> const limits{each};
    auto const made = limiters.check(limiters.request("extreme " + text_of(each), limits));
    if (!made) return with_context(text_of(each), made.error());
    auto const whole = capacity(limiters.claims().algorithm, each);
    if (!made->admitted || made->limit != whole || made->remaining != whole - 1)
      return fmt::format("under {} the first request is told a limit of {} and {} remaining",
                         text_of(each),
                         made->limit,
                         made->remaining);
  }
  return std::string();
}

}  // namespace

result<sighting> probe_algorithm(probe_subject const& subject) {
  auto& limiters = subject.limiters;
  auto const a = limiters.claims().algorithm;
  // Burst and limit differ, so that buckets and windows can be told apart.
  std::vector<limit> const limits{{5, longest, 9}};
  constexpr std::int64_t asked = 20;
  std::int64_t admitted = 0;
  for (std::int64_t i = 0; i < asked; ++i) {
    auto const made = limiters.check(limiters.request("algorithm", limits));
    if (!made) return made.error();
    admitted += made->admitted ? 1 : 0;
  }
  auto const expected = std::min(capacity(a, limits.front()), asked);
  return judge(
      true,
      admitted == expected,
      fmt::format("under limit 5, burst 9, a fresh client gets {} of {}, {} {}",
                  admitted,
                  asked,
                  to_name(a),
                  admitted == expected ? "allows as many" : fmt::format("allows {}", expected)));
}

result<sighting> probe_exact(probe_subject const& subject) {
  bool const claimed = subject.limiters.claims().exact;
  for (auto* const look : {&wrong_countdown, &wrong_extreme}) {
    auto const wrong = look(subject.limiters);
    if (!wrong) return wrong.error();
    if (!wrong->empty()) return judge(claimed, false, *wrong);
  }
  return judge(claimed,
               true,
               fmt::format("7 permits and {} extreme policies, to the permit", extremes.size()));
}

}  // namespace limitproof
