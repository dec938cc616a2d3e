#pragma once

#include "harness/load/attack_progress.hpp"
#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/plan.hpp"

#include <atomic>
#include <filesystem>

namespace limitproof {

struct attack_request {
  limitproof::plan const& plan;
  limitproof::endpoints const& target;
  std::filesystem::path records;  ///< an existing directory for the record logs
  std::atomic<bool> const& stop;  ///< set from outside: finish at once, keep what was recorded
  attack_progress& progress;
  int threads = 1;
};

/// Sends the plan's requests to the balancer and leaves the record logs in `records`
/// (history/import_records reads them). Warms every connection with GET /healthz before run time 0.
/// Ends early where the plan's target has limits, and says so. Fails with stack_failed if no
/// connection can be made, with bad_usage if the request budget does not cover the warm-up;
/// whatever happens to single requests is evidence.
[[nodiscard]] result<attack_end> run_attack(attack_request const& request);

}  // namespace limitproof
