#include "harness/check/over_admission.hpp"

#include "harness/check/spoken.hpp"

#include <algorithm>

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
// generator and store run on one host, at one rate, so the clock drift to allow for is 0. A request
// of cost c counts as c permits with its interval, which loosens nothing: each permit was spent in
// there.
//
// Not complete: a history can be infeasible without any overfull interval. With 1 per 10 ns,
// requests [0,20] [9,9] [24,24] leave no room for the first, yet each interval holds no more than
// it may. Passing therefore means that no interval is overfull, and the claim says just that.
//
// Cost: O(n log k) per key and limit for k requests in flight at once (measurements), and once more
// for the shortest interval of the worst key.

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

std::string violation_text(evidence const& e, measurements const& m, certificate const& shown) {
  auto const cost = total_cost(shown.witness);
  auto const requests = static_cast<std::int64_t>(shown.witness.size());
  auto const& shortest = shown.shortest;
  auto const& worst = m.worst->excess;
  return fmt::format(
      "{} requests {}for key {} were sent and {} within {}{}; {} allows at most {} {} (the worst "
      "interval, {}, holds {} where {} are allowed; keys in excess: {})",
      requests,
      cost == requests ? "" : fmt::format("costing {} permits ", cost),
      key_text(e, m.worst->key),
      answer_text(e, shown.witness),
      spoken_time(shortest.interval.end_ns - shortest.interval.start_ns),
      where_text(shortest),
      rule_text(e, m.worst->limit),
      shortest.allowed,
      shortest.windows ? "there" : "in that time",
      spoken_time(worst.interval.end_ns - worst.interval.start_ns),
      worst.permits,
      worst.allowed,
      m.keys_in_excess);
}

finding violation(evidence const& e, measurements const& m) {
  auto const shown = shortest_certificate(
      m.admissions.of_key(m.worst->key), judged_limit_of(e, m.worst->limit), m.worst->excess);
  finding found{check_name::over_admission,
                verdict_kind::fail,
                violation_text(e, m, shown),
                shown.shortest.interval,
                {}};
  for (auto const& request : shown.witness)
    found.witness.push_back(e.history.operations[request.operation].id);
  return found;
}

std::string passing_text(evidence const& e, measurements const& m) {
  auto text =
      fmt::format("no interval is certain to hold more than {} allows: {} admitted, {} denied",
                  policy_text(e),
                  m.figures.admitted,
                  m.figures.denied);
  if (m.figures.admitted_degraded > 0)
    text += fmt::format("; {} degraded admissions are not the limiter's and not judged here",
                        m.figures.admitted_degraded);
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
  if (m.worst) return violation(e, m);
  if (m.figures.admitted + m.figures.denied == 0) {
    found.claim = "the limiter decided no request, so nothing was shown; see that the nodes answer";
    return found;
  }
  found.verdict = verdict_kind::pass;
  found.claim = passing_text(e, m);
  return found;
}

}  // namespace limitproof
