#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/plan.hpp"

#include <atomic>
#include <filesystem>

namespace limitproof {

/// Counted by the generator threads as they go, read by the progress line. Relaxed: a view, not
/// evidence.
struct attack_progress {
  std::atomic<std::int64_t> start_monotonic_ns{0};  ///< CLOCK_MONOTONIC at run time 0; 0: not yet
  std::atomic<std::int64_t> elapsed_ns{0};
  std::atomic<std::uint64_t> sent{0}, admitted{0}, denied{0}, unknown{0};
};

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
