#include "harness/model/selftest.hpp"

#include <algorithm>

namespace limitproof {

broken_fate fate_of(tried_limiter const& tried) {
  auto const& fired = tried.run.fired;
  if (std::find(fired.begin(), fired.end(), tried.broken.found_by) != fired.end())
    return broken_fate::killed;
  bool const is_valid = tried.run.unsure.empty() && tried.run.verdict != verdict_kind::inconclusive;
  return is_valid ? broken_fate::survived : broken_fate::inconclusive;
}

selftest_counts count(selftest_result const& r) {
  selftest_counts counts;
  for (auto const& tried : r.broken) {
    auto const fate = fate_of(tried);
    counts.killed += fate == broken_fate::killed;
    counts.survived += fate == broken_fate::survived;
    counts.inconclusive += fate == broken_fate::inconclusive;
  }
  for (auto const& run : r.correct) {
    ++counts.correct_runs;
    counts.false_alarms += run.verdict == verdict_kind::fail;
    counts.inconclusive_runs += run.verdict == verdict_kind::inconclusive;
  }
  return counts;
}

verdict_kind verdict_of(selftest_counts const& counts) {
  if (counts.survived > 0 || counts.false_alarms > 0) return verdict_kind::fail;
  bool const nothing_concluded =
      counts.correct_runs > 0 && counts.inconclusive_runs == counts.correct_runs;
  return counts.inconclusive > 0 || nothing_concluded ? verdict_kind::inconclusive
                                                      : verdict_kind::pass;
}

}  // namespace limitproof
