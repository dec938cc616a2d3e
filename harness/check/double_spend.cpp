#include "harness/check/double_spend.hpp"

#include "harness/check/asked_requests.hpp"
#include "harness/check/equal_answers.hpp"
#include "harness/check/spoken.hpp"
#include "harness/check/told_answers.hpp"

#include <set>
#include <string>

#include <fmt/format.h>

// Was one permit handed out twice? Two admissions that tell the same `remaining` look like it, but
// a bucket that refills tells the same number over and over, rightly. What proves it is more equal
// answers than can have come back between them:
//
// bucket, sliding counter   n admissions of cost 1 are decided within L, and each leaves R ≤ level
// <
//                           R + 1. From the first to the last, n - 1 were taken and at most
//                           count·L/per came back, so n - 1 - count·L/per < 1: a double spend if
//                           n ≥ 2 + count·L/per. With costs: if their sum is at least 1 + the
//                           largest + count·L/per.
// aligned window            nothing comes back within a window: two certain to lie in the same one
// other fixed windows       within L there are at most ⌈L/per⌉ + 1 windows: one more is too many
// sliding log               what comes back was admitted a window earlier: two, if less than the
//                           smaller cost can have left the log between them
//
// Example: 50 per 1 s. Three answers tell 41 remaining within 10 ms. At most half a permit came
// back in that time, and at least two were taken.
//
// Sound: L is from the first sending to the last answer, the longest that the decisions can be
// apart, and is lengthened by drift and step of the limiter's clock. What may have left a log
// counts all requests that can have been admitted at that time, unknown ones for good. It goes by
// the promised rate, so a limiter that refills too fast is found too. Judged only where the limiter
// claims to be shared and exact: then `remaining` is what was left at the decision. A log's answers
// are judged only where nobody else can have used the keys.
//
// Not complete: permits handed out twice far apart, or by a limiter that tells nothing.
//
// Cost: O(n log n) per key.

namespace limitproof {

namespace {

std::string nodes_text(evidence const& e, equal_answers const& told) {
  std::set<std::string> names;
  for (auto const& request : told.requests) {
    auto const node = e.history.operations[request.operation].node;
    if (node < e.history.nodes.size()) names.insert(e.history.nodes[node]);
  }
  std::string text;
  for (auto const& name : names) text += (text.empty() ? " by " : ", ") + name;
  return text;
}

std::string refill_text(algorithm a) {
  switch (a) {
    case algorithm::none:
      break;
    case algorithm::token_bucket:
    case algorithm::gcra:
      return "less can have been refilled in that time than they took";
    case algorithm::sliding_counter:
      return "less can have faded in that time than they took";
    case algorithm::sliding_log:
      return "less can have left the window in that time than they took";
    case algorithm::fixed_window:
    case algorithm::fixed_window_first_hit:
      return "one window tells each number once, and not so many windows lie in that time";
  }
  return "";
}

std::string violation_text(evidence const& e, double_spends const& all) {
  auto const& [told, interval] = *all.shortest;
  auto const a = e.claims.algorithm;
  return fmt::format(
      "a permit was handed out twice: {} admitted requests for key {} were each told {} remaining "
      "within {}{}, and under {} {} (keys concerned: {})",
      told.requests.size(),
      key_text(e, told.key),
      told.remaining,
      spoken_time(interval.end_ns - interval.start_ns),
      nodes_text(e, told),
      spoken_limit(a, e.plan.scenario.policy.limits[told.limit]),
      refill_text(a),
      all.keys);
}

void report_double_spend(finding& found, evidence const& e, double_spends const& all) {
  found.verdict = verdict_kind::fail;
  found.claim = violation_text(e, all);
  found.interval = all.shortest->interval;
  for (auto const& request : all.shortest->told.requests)
    found.witness.push_back(e.history.operations[request.operation].id);
}

}  // namespace

finding check_double_spend(evidence const& e, measurements const&) {
  finding found{check_name::double_spend, verdict_kind::inconclusive, {}, std::nullopt, {}};
  auto why_not = why_telling_is_not_judged(e);
  if (why_not.empty() && e.claims.algorithm == algorithm::sliding_log)
    why_not = why_keys_are_shared(e);
  if (!why_not.empty()) {
    found.claim = "equal answers prove nothing: " + why_not;
    return found;
  }
  auto const all = find_double_spends(e);
  if (all.shortest) {
    report_double_spend(found, e, all);
  } else if (all.answers < 2) {
    found.claim = fmt::format(
        "{} admitted requests told what was left, and two are needed to compare; let the nodes "
        "send "
        "RateLimit-Remaining",
        all.answers);
  } else {
    found.verdict = verdict_kind::pass;
    found.claim = fmt::format(
        "no permit was certainly handed out twice: of {} admissions none told the same remaining "
        "as "
        "others more often than refills explain",
        all.answers);
  }
  return found;
}

}  // namespace limitproof
