#include "harness/run/attack_standing.hpp"

#include "harness/load/monotonic_clock.hpp"

#include <algorithm>

namespace limitproof {

namespace {

duration length_of(plan const& p) {
  duration end{};
  for (auto const& phase : p.phases) end = std::max(end, phase.start + phase.length);
  return end;
}

duration elapsed_of(attack_progress const& progress) {
  auto const start_ns = progress.start_monotonic_ns.load(std::memory_order_relaxed);
  return duration(start_ns == 0 ? 0 : std::max<std::int64_t>(monotonic_now_ns() - start_ns, 0));
}

}  // namespace

attack_outlook outlook_of(plan const& p, limiter_claims const& claims) {
  attack_outlook outlook{length_of(p)};
  auto const judged_by = judged_algorithm(p.scenario.judge, claims.algorithm);
  if (!p.scenario.policies && judged_by != algorithm::none) outlook.allowed.emplace(p, judged_by);
  return outlook;
}

attack_standing standing_of(attack_progress const& progress, attack_outlook const& outlook) {
  attack_standing now{{}, outlook.length, counts_of(progress)};
  // Read after the counts: what was counted was admitted by then, and is held against what could
  // be admitted by then.
  now.elapsed = elapsed_of(progress);
  if (outlook.allowed) now.allowed = outlook.allowed->at(now.elapsed);
  return now;
}

}  // namespace limitproof
