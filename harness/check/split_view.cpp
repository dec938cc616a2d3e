#include "harness/check/split_view.hpp"

#include "harness/check/disagreements.hpp"
#include "harness/check/spoken.hpp"
#include "harness/check/told_answers.hpp"

#include <fmt/format.h>

// Do all nodes see one count? Let node A tell R of what is left after decision i, and node B tell Q
// after a later decision j: i was answered before j was sent, so which came first is certain. On
// one count the level lay in [R, R + 1) after i and in [Q, Q + 1) after j. Between them
//
// it fell by no more than all that may have been taken meanwhile (in flight included):
//                           Q + 1 > R - taken
// it rose by no more than came back, and by j's own cost less:
//                           Q + cost of j < R + 1 + back
//
// The check fails iff two nodes break one of these. What may have come back is count·L/per for a
// bucket and for a sliding counter, with L from the sending of i to the answer of j; what may have
// been admitted a window earlier for a log; nothing within an aligned window of the store's clock.
// Of other fixed windows only the first rule is used, since a new one may begin at any time.
//
// Example: 50 per 1 s, burst 100. node-1 tells 12 remaining at 1.000 s, node-2 tells 60 at 1.010 s:
// half a permit came back. Or node-2 tells 3, and only two requests were on their way.
//
// Sound: all that may have been taken counts, unknown requests for good; drift and step of the
// limiter's clock count as refill. Judged where the limiter claims to be shared (otherwise its
// nodes rightly differ) and exact (otherwise it may tell a guess); what was taken is known only
// where nobody else can have used the keys, and then alone the first rule and a log are judged.
//
// Not complete: answers that overlap are not compared.
//
// Cost: O(n log n) per key and limit, as the best i of each rule is a running extreme: the left and
// right sides separate into a term of i and a term of j. Per rule the two best nodes are kept.

namespace limitproof {

namespace {

std::string violation_text(evidence const& e, disagreements const& all) {
  auto const& [earlier, later, rises, key, limit] = *all.first;
  auto const node = [&](told_answer const& a) { return e.history.nodes[a.node]; };
  auto const l = spoken_limit(e.claims.algorithm, e.plan.scenario.policy.limits[limit]);
  return fmt::format(
      "{} and {} do not see one count: for key {}, {} told {} remaining, and {} after that was "
      "answered {} told {}, {} (keys concerned: {})",
      node(earlier),
      node(later),
      key_text(e, key),
      node(earlier),
      earlier.remaining,
      spoken_time(later.received_ns - earlier.received_ns),
      node(later),
      later.remaining,
      rises ? "more than can have come back under " + l
            : "less than all requests in between can have left under " + l,
      all.keys);
}

}  // namespace

finding check_split_view(evidence const& e, measurements const&) {
  finding found{check_name::split_view, verdict_kind::inconclusive, {}, std::nullopt, {}};
  if (auto const why = why_telling_is_not_judged(e); !why.empty()) {
    found.claim = "what nodes tell cannot be compared: " + why;
    return found;
  }
  auto const all = find_disagreements(e);
  if (all.first) {
    found.verdict = verdict_kind::fail;
    found.claim = violation_text(e, all);
    found.interval = time_interval{all.first->earlier.sent_ns, all.first->later.received_ns};
    for (auto const& answer : {all.first->earlier, all.first->later})
      found.witness.push_back(e.history.operations[answer.operation].id);
  } else if (all.compared == 0) {
    found.claim =
        "no two nodes told what is left of one key one after the other, so there is nothing to "
        "compare; let the nodes send X-Node and RateLimit-Remaining";
  } else {
    found.verdict = verdict_kind::pass;
    found.claim = fmt::format(
        "the nodes agree on what is left: {} answers fit what other nodes told before them",
        all.compared);
  }
  return found;
}

}  // namespace limitproof
