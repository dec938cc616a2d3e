#include "harness/check/overload.hpp"

#include "harness/check/wide.hpp"

#include <utility>

#include <fmt/format.h>

// Could the limiter have failed at all? Only if more was asked for than it may admit. A pass needs
// one key for which the permits offered (requests that were sent and not refused before the
// limiter) are at least 1.5 times its allowance ⌊α(first → last intended send)⌋. Per key, because a
// flooded key is not any less attacked when bystanders below their limits send beside it; whenever
// the offers of all keys together reach 1.5 times their allowances, some key does too.
//
// A history from elsewhere is rarely an attack: hours of it can lie below the limit on average and
// reach it every minute. There a denial shows as well that the limit was reached.
//
// Never fails a limiter. O(1) on top of the measurements.

namespace limitproof {

namespace {

double factor(std::int64_t offered, std::int64_t allowance) {
  return static_cast<double>(offered) / static_cast<double>(allowance);
}

finding reached_by_denials(finding found, measurements const& m) {
  if (m.figures.denied > 0) {
    found.verdict = verdict_kind::pass;
    found.claim =
        fmt::format("{} requests were denied, so the limit was reached", m.figures.denied);
    return found;
  }
  found.claim = fmt::format(
      "nothing was denied, and no key asked for more than {:.1f} × its allowance ({} permits for "
      "{}): nothing here shows that a limit exists",
      factor(m.most_loaded.offered, m.most_loaded.allowance),
      m.most_loaded.offered,
      m.most_loaded.allowance);
  return found;
}

}  // namespace

finding check_overload(evidence const& e, measurements const& m) {
  finding found{check_name::overload, verdict_kind::inconclusive, {}, std::nullopt, {}};
  if (!m.figures.allowance) {
    found.claim = "there is no allowance to exceed, as the limiter declares no algorithm";
    return found;
  }
  if (m.most_loaded.allowance == 0) {
    found.claim = "nothing was sent, so no limit was tested";
    return found;
  }
  auto const& [offered, allowance] = m.most_loaded;
  auto const most = factor(offered, allowance);
  auto const overall = factor(m.figures.permits_offered, *m.figures.allowance);
  if (wide{2} * offered >= wide{3} * allowance) {
    found.verdict = verdict_kind::pass;
    found.claim = fmt::format(
        "{} offered {:.1f} × the allowance of the most loaded key ({} permits for {}), "
        "{:.1f} "
        "× over all keys",
        e.planned ? "the attack" : "the clients",
        most,
        offered,
        allowance,
        overall);
    return found;
  }
  if (!e.planned) return reached_by_denials(std::move(found), m);
  found.claim = fmt::format(
      "the attack offered only {:.1f} × the allowance of any key ({} permits for {}), and 1.5 × is "
      "needed for a limit to be tested; raise the rate, attack for longer or use fewer keys",
      most,
      offered,
      allowance);
  return found;
}

}  // namespace limitproof
