#include "harness/check/over_admission.hpp"

#include "harness/check/spoken.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

// Did the limiter admit more than it may? With α(L) the most its algorithm may admit in any
// interval of length L (model/curve.hpp), and C(a, b) the cost of the requests that were sent at or
// after a and whose admission was received by b, the check fails iff C(a, b) > α(b - a) for some a
// ≤ b, for one key and one limit, or iff an epoch-aligned window holds more than the limit for
// certain.
//
// Sound: the limiter decided each of those requests within [sent, received], so within [a, b],
// wherever the decisions were taken; no choice of decision times is legal. Example: 101 requests
// for one key sent and answered 200 within 0.3 ms under 50 per 1 s, burst 100: at most ⌊100.015⌋ =
// 100 may be, so at least one was too many. Only outcome `admitted` counts: an unknown one may have
// been denied, and a degraded answer is not the limiter's. All times are one CLOCK_MONOTONIC;
// generator and store run on one host, at one rate, so the clock drift to allow for is 0 unless the
// scenario's tolerance says otherwise; it then loosens α before anything is counted. A request of
// cost c counts as c permits with its interval, which loosens nothing: each permit was spent in
// there.
//
// What is certified beyond that is a real excess. A gate may forgive a stated amount of it: with E
// the excess of a key's worst interval and A what that interval allows, E ≤ permits + share·A for
// every key and limit. The figures stay what they are, and the claim says how much was forgiven.
// Example: 252 admitted within 3 s where 250 are allowed pass with 2 permits, or with 8000 ppm
// (250 · 0.008 = 2), and fail with 1 permit.
//
// An interval that holds too much is one way to be infeasible, and not the only one: with 1 per 10
// ns, requests [0,20] [9,9] [24,24] leave no room for the first, yet each interval holds no more
// than it may. So decision times are looked for first (place_decisions). Where they are found,
// another piece of code proves them (assignment_proof), and that is the pass. Where they are not,
// overfull intervals are, and failing that, with unit costs, the proof that there are none: a fail
// that names the requests which cannot all be legal. All limits of a policy are met by the same
// decision times. Of a sliding counter and of windows that begin with the first hit this judges the
// curve, which their algorithm implies and which does not imply it; of aligned windows the limit in
// each, where the store's clock may be anywhere within its bound at each request.
//
// Inconclusive is what is left: costs other than 1, for which the question is NP-hard (bin packing
// with release times and deadlines), windows and curves that fit apart but not together under an
// uncertain clock, and searches longer than their budget. The claim then bounds what may have been
// too much (most_undecided).
//
// Cost: O(n log k) per key for k requests in flight at once where decision times exist; else as
// much again for each sweep over the intervals of each limit, and for the shortest one of the worst
// key.

namespace limitproof {

namespace {

std::string rule_text(evidence const& e, std::size_t limit) {
  auto const& l = e.plan.scenario.policy.limits[limit];
  if (e.plan.scenario.judge == judged_by::promised)
    return fmt::format("the promise of {} in every {}", l.count, spoken_time(l.per.count()));
  return spoken_limit(judged_algorithm(e), l);
}

std::string policy_text(evidence const& e) {
  std::string text;
  for (std::size_t i = 0; i < e.plan.scenario.policy.limits.size(); ++i)
    text += (i == 0 ? "" : " and ") + rule_text(e, i);
  return text;
}

// "answered 200" if all were; statuses differ where a node's own errors follow the limiter.
std::string answer_text(evidence const& e, std::vector<admission> const& witness) {
  auto const status = [&](admission const& r) { return e.history.operations[r.operation].status; };
  auto const first = status(witness.front());
  auto const same = std::all_of(
      witness.begin(), witness.end(), [&](admission const& r) { return status(r) == first; });
  return same && first != 0 ? fmt::format("answered {}", first) : "admitted";
}

std::string where_text(excess const& shortest) {
  if (!shortest.windows) return "";
  return *shortest.windows == 1
             ? ", inside one window of the store's clock"
             : fmt::format(", inside {} windows of the store's clock", *shortest.windows);
}

std::string allowed_for_text(tolerance const& t) {
  std::vector<std::string> parts;
  if (t.clock_drift_ppm > 0)
    parts.push_back(fmt::format("{} ppm of clock drift", t.clock_drift_ppm));
  if (t.time_granularity > duration(0))
    parts.push_back(
        fmt::format("a time granularity of {}", spoken_time(t.time_granularity.count())));
  if (t.slack > 0) parts.push_back(fmt::format("{} permits of slack", t.slack));
  if (parts.empty()) return "";
  return fmt::format(" (with {} allowed for)", fmt::join(parts, ", "));
}

std::string gate_text(tolerance const& t) {
  return fmt::format("{} permits and {} ppm of what is allowed", t.permits, t.share_ppm);
}

bool forgives(tolerance const& t) {
  return t.permits > 0 || t.share_ppm > 0;
}

std::string violation_text(evidence const& e, measurements const& m, certificate const& shown) {
  auto const cost = total_cost(shown.witness);
  auto const requests = static_cast<std::int64_t>(shown.witness.size());
  auto const& shortest = shown.shortest;
  auto const& worst = m.unforgiven->excess;
  auto const& allowed = e.plan.scenario.tolerance;
  return fmt::format(
      "{} requests {}for key {} were sent and {} within {}{}; {} allows at most {} {}{} (the worst "
      "interval, {}, holds {} where {} are allowed{}; keys in excess: {})",
      requests,
      cost == requests ? "" : fmt::format("costing {} permits ", cost),
      key_text(e, m.unforgiven->key),
      answer_text(e, shown.witness),
      spoken_time(shortest.interval.end_ns - shortest.interval.start_ns),
      where_text(shortest),
      rule_text(e, m.unforgiven->limit),
      shortest.allowed,
      shortest.windows ? "there" : "in that time",
      allowed_for_text(allowed),
      spoken_time(worst.interval.end_ns - worst.interval.start_ns),
      worst.permits,
      worst.allowed,
      forgives(allowed) ? fmt::format(" and {} forgiven", gate_text(allowed)) : "",
      m.keys_in_excess);
}

finding violation(evidence const& e, measurements const& m) {
  auto const& shown = *m.shown;
  finding found{check_name::over_admission,
                verdict_kind::fail,
                violation_text(e, m, shown),
                shown.shortest.interval,
                {}};
  for (auto const& request : shown.witness)
    found.witness.push_back(e.history.operations[request.operation].id);
  return found;
}

finding impossibility(evidence const& e, measurements const& m) {
  auto const& shown = *m.impossible;
  finding found{
      check_name::over_admission,
      verdict_kind::fail,
      fmt::format("{} requests for key {}, sent and {} within {}, cannot all be legal: no "
                  "interval among them holds too much, but no choice of decision times, "
                  "each between sending and answer, conforms to {}{} (keys in excess: "
                  "{})",
                  shown.witness.size(),
                  key_text(e, shown.key),
                  answer_text(e, shown.witness),
                  spoken_time(shown.interval.end_ns - shown.interval.start_ns),
                  policy_text(e),
                  allowed_for_text(e.plan.scenario.tolerance),
                  m.keys_in_excess),
      shown.interval,
      {}};
  for (auto const& request : shown.witness)
    found.witness.push_back(e.history.operations[request.operation].id);
  return found;
}

std::string undecided_text(evidence const& e, measurements const& m) {
  return fmt::format(
      "no interval is certain to hold more than {} allows, but conforming decision times were not "
      "found for every key either ({} keys are open, key {} is the first): up to {} permits of a "
      "key may have been too many; shorter latencies or costs of 1 leave less open",
      policy_text(e),
      m.undecided.keys,
      key_text(e, m.undecided.first_key),
      m.undecided.most_permits);
}

// What passes with an excess, and why.
std::string forgiven_text(evidence const& e, measurements const& m) {
  if (!m.worst)
    return fmt::format(
        "one permit more than {} allows was certainly admitted to {} keys, and forgiven: the "
        "tolerance is {}",
        policy_text(e),
        m.keys_in_excess,
        gate_text(e.plan.scenario.tolerance));
  auto const& worst = m.worst->excess;
  return fmt::format(
      "{} more than {} allows were certainly admitted, and forgiven: the worst interval, {} for "
      "key "
      "{}, holds {} where {} are allowed, and the tolerance is {} (keys in excess: {})",
      m.figures.certified_excess,
      policy_text(e),
      spoken_time(worst.interval.end_ns - worst.interval.start_ns),
      key_text(e, m.worst->key),
      worst.permits,
      worst.allowed,
      gate_text(e.plan.scenario.tolerance),
      m.keys_in_excess);
}

std::string unplaced_text(measurements const& m) {
  return fmt::format(
      "; {} admitted requests have no start or no end, so they are certain to lie in no interval "
      "and "
      "were not counted: give their duration, or the longest one",
      m.unplaced);
}

std::string passing_text(evidence const& e, measurements const& m) {
  auto text =
      m.keys_in_excess > 0
          ? forgiven_text(e, m)
          : fmt::format("a conforming assignment of decision times exists for {}", policy_text(e));
  text += fmt::format("{}: {} admitted, {} denied",
                      allowed_for_text(e.plan.scenario.tolerance),
                      m.figures.admitted,
                      m.figures.denied);
  if (m.figures.admitted_degraded > 0)
    text += fmt::format("; {} degraded admissions are not the limiter's and not judged here",
                        m.figures.admitted_degraded);
  if (m.unplaced > 0) text += unplaced_text(m);
  if (judged_algorithm(e) == algorithm::fixed_window && !judged_limit_of(e, 0).aligned_to)
    text += "; the clock its windows follow is not known, so they were judged by their curve";
  return text;
}

}  // namespace

finding check_over_admission(evidence const& e, measurements const& m) {
  finding found{check_name::over_admission, verdict_kind::inconclusive, {}, std::nullopt, {}};
  if (judged_algorithm(e) == algorithm::none) {
    found.claim =
        "the limiter declares no algorithm, so there is nothing it could break; judge it by the "
        "policy (\"judge\": \"promised\")";
    return found;
  }
  if (m.unforgiven) return violation(e, m);
  if (m.impossible && !m.impossible->forgiven) return impossibility(e, m);
  if (m.figures.admitted + m.figures.denied == 0) {
    found.claim = "the limiter decided no request, so nothing was shown; see that the nodes answer";
    return found;
  }
  if (m.unplaced == m.figures.admitted && m.unplaced > 0) {
    found.claim = "nothing can be concluded" + unplaced_text(m);
    return found;
  }
  if (m.undecided.keys > 0) {
    found.claim = undecided_text(e, m);
    return found;
  }
  found.verdict = verdict_kind::pass;
  found.claim = passing_text(e, m);
  return found;
}

}  // namespace limitproof
