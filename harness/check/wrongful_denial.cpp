#include "harness/check/wrongful_denial.hpp"

#include "harness/check/spoken.hpp"

#include <fmt/format.h>

// Did the limiter deny what its algorithm admits? A denial at time t is right iff what was taken by
// then and has not come back leaves less than the request's cost. When it was decided is not known,
// nor when the admissions before it were; so each is placed where it speaks for the limiter:
//
//   most(t) = the most that may be taken at t, over all decision times of all other requests.
//
// For a token bucket every request sent by t is decided at min(its answer, t): in flight they count
// whole, and after its answer each drains at count/per. For windows and logs whatever was answered
// no longer ago than a window counts. A denial is wrongful for certain iff most(t) + cost ≤
// capacity at every t from its send to its answer. most(t) falls except where a request is sent, so
// only those instants have to be looked at. Under 50 per 1 s, burst 100: 60 requests answered 200
// by 0.1 s, and one sent at 0.2 s and answered 429. At least 100 - 60 + 5 = 45 permits were left.
//
// Sound: most(t) is at least what any legal choice of decision times gives. Requests of unknown
// outcome, those still open and those answered without the store count as taken from their sending
// on, for good; not the ones refused before the limiter. A request of cost c takes c, of every
// limit, and a denial is right if any limit explains it. Where denials consume, each counts as an
// admission, itself not. The tolerance loosens: the limiter's clock may be slower by the drift, and
// what it measures short by a step (1 µs at least, as store and nodes tell no less). An aligned
// window begins where the store's clock, within its bound, may have it; a window that is not known
// to follow that clock holds no more than a log of its length, and a sliding counter no more than a
// log of two. Counting per node only makes a limiter admit more, so a limiter that does is held to
// the whole like any other.
//
// Judged only where the limiter claims to be exact, as others may be stricter than their algorithm,
// and where nobody else can have used the keys.
//
// Not complete: a legal history can need all requests to be late at once, which the bucket's
// most(t) then allows though no legal placement does.
//
// Cost: O(n log k) per key and limit for k requests in flight at once; none for keys without a
// denial.

namespace limitproof {

namespace {

std::string who_text(evidence const& e, operation const& op) {
  auto const named = op.node != no_node && op.node < e.history.nodes.size();
  auto text = fmt::format("denied with {}", op.status);
  if (named) text += " by " + e.history.nodes[op.node];
  return text;
}

std::string violation_text(evidence const& e, wrongful_denials const& wrongful) {
  auto const& [operation, key, limit, left] = *wrongful.clearest;
  auto const& op = e.history.operations[operation];
  auto const& l = e.plan.scenario.policy.limits[limit];
  return fmt::format(
      "a request for key {}{} was {} although {} of {} permits were left at least, whenever it was "
      "decided, under {}; {} of {} denials are wrong for certain (keys concerned: {})",
      key_text(e, key),
      op.cost == 1 ? "" : fmt::format(" costing {} permits", op.cost),
      who_text(e, op),
      left,
      capacity(e.claims.algorithm, l),
      spoken_limit(e.claims.algorithm, l),
      wrongful.count,
      wrongful.judged,
      wrongful.keys);
}

}  // namespace

finding check_wrongful_denial(evidence const& e, measurements const& m) {
  finding found{check_name::wrongful_denial, verdict_kind::inconclusive, {}, std::nullopt, {}};
  if (!m.wrongful) {
    found.claim = "no denial can be held against it: " + why_denials_are_not_judged(e);
  } else if (m.wrongful->judged == 0) {
    found.claim =
        "no request was denied, so none can have been denied wrongly; offer more than the "
        "limit allows";
  } else if (m.wrongful->clearest) {
    auto const& op = e.history.operations[m.wrongful->clearest->operation];
    found.verdict = verdict_kind::fail;
    found.claim = violation_text(e, *m.wrongful);
    found.interval = time_interval{op.sent_ns, op.received_ns};
    found.witness = {op.id};
  } else {
    found.verdict = verdict_kind::pass;
    found.claim = fmt::format(
        "all {} denials can be right: each may have come when less than its cost was left",
        m.wrongful->judged);
  }
  return found;
}

}  // namespace limitproof
