#pragma once

#include "harness/model/scenario.hpp"
#include "harness/model/verdict.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// One scenario × limiter of several runs, or a scenario that could not be run.
struct summary_row {
  std::string scenario;
  std::string limiter;                  ///< empty: the scenario itself could not be run
  std::optional<verdict_kind> verdict;  ///< none: not judged
  bool met = false;
  std::string decisive;       ///< the check and figures that decided, or why it could not be run
  std::int64_t took_us = 0;   ///< stack up to judged
  std::string run_directory;  ///< its name beside the summary's; empty: there is none
};

/// What `limitproof run` of several scenarios came to: summary.json.
struct run_summary {
  std::string command;
  run_size size = run_size::usual;
  std::int64_t started_wall_us = 0;
  std::int64_t duration_us = 0;
  int exit_code = 0;
  std::vector<std::string> not_run;  ///< scenarios that were not begun, or not yet
  std::vector<summary_row> rows;
};

}  // namespace limitproof
