#pragma once

#include "harness/model/history.hpp"
#include "harness/model/limiter_manifest.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/report.hpp"
#include "harness/model/run_record.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// What is known of one finished run, or of its part under one of several policies.
struct judged_run {
  std::string limiter;
  std::string policy;  ///< its name; empty: there is only one
  limiter_claims claims;
  limitproof::history history;
  limitproof::verdict verdict;
  std::vector<step_time> steps;
  std::optional<store_figures> store;
  attack_end ended = attack_end::planned;
  std::optional<percentiles_us> store_round_trip{};
};

/// Every figure of one run's entry: per node, latency, captured denial, expectations, strength. The
/// plan is that of the part.
[[nodiscard]] run_report build_run_report(plan const& p, judged_run const& run);

/// The whole report: runs and the exit code they amount to (1 over 4 over 0; see exit codes in
/// README).
[[nodiscard]] report build_report(plan const& p,
                                  std::vector<run_report> runs,
                                  run_record const& record);

}  // namespace limitproof
