#include "harness/check/unknown_share.hpp"

#include "harness/check/disturbances.hpp"
#include "harness/check/spoken.hpp"

#include <algorithm>

#include <fmt/format.h>

// How much is not known? A request without a usable answer (timed out, reset, a 502 to 504 of the
// balancer, still open when the run ended) may have been admitted. Counting it could accuse
// wrongly, so over_admission leaves it out; but then enough of them could hide an offence. More
// than 1 % of what was sent makes the run inconclusive.
//
// While a planned fault keeps a part of the stack from answering, unknowns are what was asked for:
// those in flight at some instant of a disturbance are counted apart, and may be up to 10 %. They
// stay unknown all the same, in every figure and for every other check.
//
// Never fails a limiter. O(1) on top of the measurements; O(operations · faults) where there were
// faults.

namespace limitproof {

namespace {

constexpr std::int64_t most_unknown_percent = 1;
constexpr std::int64_t most_disturbed_percent = 10;

/// Unknown requests that were in flight while a planned fault lasted. One without an answer may
/// have been for as long as the client waited.
std::int64_t count_disturbed(evidence const& e) {
  auto const disturbances = disturbances_of(e.history);
  if (disturbances.empty()) return 0;
  auto const timeout_ns = e.plan.request_timeout.count();
  return std::count_if(
      e.history.operations.begin(), e.history.operations.end(), [&](operation const& op) {
        if (op.result != outcome::unknown && op.result != outcome::open) return false;
        auto const until_ns = op.received_ns == absent ? op.sent_ns + timeout_ns : op.received_ns;
        return std::any_of(disturbances.begin(), disturbances.end(), [&](disturbance const& d) {
          return d.touches(op.sent_ns, until_ns);
        });
      });
}

std::string disturbed_text(std::int64_t disturbed) {
  if (disturbed == 0) return "";
  return fmt::format("; {} of these fall within planned faults", disturbed);
}

std::string degraded_text(admission_figures const& figures) {
  auto const degraded = figures.admitted_degraded + figures.denied_degraded;
  if (degraded == 0) return "";
  return fmt::format("; {} more were answered without the store", degraded);
}

}  // namespace

finding check_unknown_share(evidence const& e, measurements const& m) {
  auto const& figures = m.figures;
  auto const sent = figures.offered - figures.not_sent;
  finding found{check_name::unknown_share, verdict_kind::inconclusive, {}, std::nullopt, {}};
  if (sent == 0) {
    found.claim = "nothing was sent, so nothing is known";
    return found;
  }
  auto const share = fmt::format("{} of {} requests sent ({}) have no usable answer",
                                 figures.unknown,
                                 sent,
                                 spoken_share(figures.unknown, sent));
  auto const disturbed = count_disturbed(e);
  auto const told = disturbed_text(disturbed) + degraded_text(figures);
  if (100 * (figures.unknown - disturbed) <= most_unknown_percent * sent &&
      100 * disturbed <= most_disturbed_percent * sent) {
    found.verdict = verdict_kind::pass;
    found.claim = share + told;
    return found;
  }
  auto const allowed_apart =
      disturbed == 0 ? "" : fmt::format(", and {} % within faults", most_disturbed_percent);
  found.claim = fmt::format(
      "{} and could hide an offence, at most {} % may{}{}; lower the rate until the stack answers, "
      "or "
      "see the logs of the nodes and the balancer",
      share,
      most_unknown_percent,
      allowed_apart,
      told);
  return found;
}

}  // namespace limitproof
