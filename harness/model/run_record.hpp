#pragma once

#include "harness/model/report.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace limitproof {

/// What a run directory remembers of how it came about, beside plan, histories and verdicts:
/// run.json. It is written before the first stack comes up and again after each limiter, so a
/// killed run has it too.
struct run_record {
  std::string command;  ///< reproduces the run
  std::int64_t started_wall_us = 0;
  std::int64_t duration_us = 0;
  bool strict = false;
  std::vector<std::pair<std::string, std::string>> environment;

  struct attacked {
    std::string limiter;
    std::vector<step_time> steps;
    std::optional<store_figures> store;
    std::optional<percentiles_us> store_round_trip{};
    attack_end ended = attack_end::planned;
  };

  std::vector<attacked> runs;
};

}  // namespace limitproof
