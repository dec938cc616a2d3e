#include "harness/model/scenario_outcome.hpp"

#include "harness/model/exit_code.hpp"

#include <algorithm>

namespace limitproof {

int exit_code_of(scenario_outcome const& outcome) {
  if (outcome.failure) return exit_code_of(outcome.failure->code);
  return outcome.report ? outcome.report->exit_code : exit_inconclusive;
}

outcome_count count(std::vector<scenario_outcome> const& outcomes) {
  outcome_count total;
  for (auto const& outcome : outcomes) {
    if (outcome.failure) ++total.runs;
    if (!outcome.report) continue;
    auto const& runs = outcome.report->runs;
    total.runs += static_cast<std::int64_t>(runs.size() + outcome.report->not_judged.size());
    total.met +=
        std::count_if(runs.begin(), runs.end(), [](run_report const& run) { return run.met; });
  }
  return total;
}

}  // namespace limitproof
