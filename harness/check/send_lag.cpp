#include "harness/check/send_lag.hpp"

#include "harness/check/spoken.hpp"

#include <algorithm>

#include <fmt/format.h>

// Was the attack the one that was planned? A generator that falls behind sends a weaker or smoother
// attack than the scenario says. For the open-loop phases (a closed loop has no schedule) the 99th
// percentile of sent - intended must stay within 50 ms or 5 % of the shortest `per`, whichever is
// larger: 50 ms is what a busy machine's scheduler takes, and a shift by 5 % of the time a limit
// counts over leaves the load within any such time as it was. And at most 1 % of the planned
// requests may not have been sent at all. A run that was cut short was not the attack that was
// planned either.
//
// Late sends cannot make a limiter fail wrongly, as everything is judged by the real send times, so
// this never fails one. O(operations).

namespace limitproof {

namespace {

constexpr std::int64_t usual_bound_ns = 50'000'000;
constexpr std::int64_t per_divisor = 20;
constexpr std::int64_t most_not_sent_percent = 1;

std::int64_t bound_ns(policy const& promised) {
  auto const shorter = [](limit const& a, limit const& b) { return a.per < b.per; };
  auto const shortest = std::min_element(promised.limits.begin(), promised.limits.end(), shorter);
  return std::max(usual_bound_ns, shortest->per.count() / per_divisor);
}

}  // namespace

bool is_open_loop(evidence const& e, operation const& op) {
  if (op.intended_ns == absent) return false;
  return op.phase >= e.plan.phases.size() || is_open_loop(e.plan.phases[op.phase].load);
}

finding check_send_lag(evidence const& e, measurements const& m) {
  auto const& figures = m.figures;
  auto const bound = bound_ns(e.plan.scenario.policy);
  finding found{check_name::send_lag, verdict_kind::inconclusive, {}, std::nullopt, {}};
  if (!e.planned) {
    found.claim =
        "not known: when these requests were meant to be sent, so what was sent is all that was "
        "tried";
  } else if (!e.history.complete) {
    found.claim = fmt::format(
        "the run was cut short; {} requests were recorded, and what was planned behind them was "
        "never tried; run it to its end",
        figures.offered);
  } else if (100 * figures.not_sent > most_not_sent_percent * figures.offered) {
    found.claim = fmt::format(
        "{} of {} planned requests ({}) could not be sent in time, at most {} % may; lower the "
        "rate or "
        "use more connections",
        figures.not_sent,
        figures.offered,
        spoken_share(figures.not_sent, figures.offered),
        most_not_sent_percent);
  } else if (m.open_loop_sent == 0) {
    found.verdict = verdict_kind::pass;
    found.claim = "no request had a time to be sent at, so none was late";
  } else if (m.send_lag_ns_p99 > bound) {
    found.claim = fmt::format(
        "the generator fell behind: 1 % of {} requests left {} or more after their time, {} is "
        "allowed; lower the rate, use more connections or a less busy machine",
        m.open_loop_sent,
        spoken_time(m.send_lag_ns_p99),
        spoken_time(bound));
  } else {
    found.verdict = verdict_kind::pass;
    found.claim = fmt::format("99 % of {} requests left within {} of their time, {} is allowed",
                              m.open_loop_sent,
                              spoken_time(std::max<std::int64_t>(0, m.send_lag_ns_p99)),
                              spoken_time(bound));
  }
  return found;
}

}  // namespace limitproof
