#pragma once

#include "harness/model/error.hpp"
#include "harness/model/selftest.hpp"
#include "harness/run/catalog.hpp"
#include "harness/run/run_observer.hpp"

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

namespace limitproof {

struct selftest_order {
  catalog const& where;
  std::filesystem::path out;      ///< the selftest's directory is created in it
  std::int64_t rounds = 1;        ///< each runs every correct limiter once
  std::vector<std::string> only;  ///< these limiters, broken or correct; none: all
  std::atomic<bool> const& stop;
  run_observer& observer;
};

struct finished_selftest {
  std::filesystem::path directory;
  selftest_result result;
};

/// Runs each broken limiter of the catalog's selftest under its scenario on a real stack, and then
/// `rounds` times each correct one, every round under the next of these scenarios. Leaves
/// selftest.json and the runs in a directory of its own. Errors: `bad_file` for the table, a
/// limiter, a scenario or a name in `only`; those of a run.
[[nodiscard]] result<finished_selftest> run_selftest(selftest_order const& order);

/// The matrix of broken limiters, the runs of correct ones, and what they come to.
[[nodiscard]] std::string selftest_text(selftest_result const& r);

}  // namespace limitproof
