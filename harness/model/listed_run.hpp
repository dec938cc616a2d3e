#pragma once

#include "harness/model/verdict.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// One limiter under one scenario, or its part under one of several policies.
struct listed_limiter {
  std::string scenario;
  std::string limiter;                  ///< as run_name; empty: the scenario could not be run
  std::optional<verdict_kind> verdict;  ///< none: not judged
  bool met = false;                     ///< every expectation of it
  /// Its counts of requests and permits, its allowance and its ratio; none: not told here.
  std::optional<admission_figures> admission{};
  std::string reason{};  ///< where it did not pass: the claim of the first check that says so
};

/// A run directory, or the one of several runs, as far as a list of them tells.
struct listed_run {
  std::string directory;                 ///< its name in the folder of all
  bool several = false;                  ///< it is a summary, of `runs`
  std::string scenario, why;             ///< of one run
  std::int64_t started_wall_us = 0;      ///< 0: not known
  std::optional<int> exit_code;          ///< none: not known
  std::vector<listed_limiter> limiters;  ///< in the order of the report, or of the summary
  std::vector<std::string> not_judged;  ///< limiters, or of several runs scenarios, it never got to
  std::vector<std::string> runs;        ///< the names of their directories, beside this
  std::vector<std::string> files;       ///< what is there of what people open first
  std::string problem;                  ///< why it could not be read; empty: it was
};

}  // namespace limitproof
