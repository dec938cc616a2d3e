#include "harness/check/unknown_share.hpp"

#include "harness/check/spoken.hpp"

#include <fmt/format.h>

// How much is not known? A request without a usable answer (timed out, reset, a 502 to 504 of the
// balancer, still open when the run ended) may have been admitted. Counting it could accuse
// wrongly, so over_admission leaves it out; but then enough of them could hide an offence. More
// than 1 % of what was sent makes the run inconclusive.
//
// Never fails a limiter. O(1) on top of the measurements.

namespace limitproof {

namespace {

constexpr std::int64_t most_unknown_percent = 1;

std::string degraded_text(admission_figures const& figures) {
  auto const degraded = figures.admitted_degraded + figures.denied_degraded;
  if (degraded == 0) return "";
  return fmt::format("; {} more were answered without the store", degraded);
}

}  // namespace

finding check_unknown_share(evidence const&, measurements const& m) {
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
  if (100 * figures.unknown <= most_unknown_percent * sent) {
    found.verdict = verdict_kind::pass;
    found.claim = share + degraded_text(figures);
    return found;
  }
  found.claim = fmt::format(
      "{} and could hide an offence, at most {} % may{}; lower the rate until the stack answers, "
      "or "
      "see the logs of the nodes and the balancer",
      share,
      most_unknown_percent,
      degraded_text(figures));
  return found;
}

}  // namespace limitproof
