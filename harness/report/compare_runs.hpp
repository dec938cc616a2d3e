#pragma once

#include "harness/model/comparison.hpp"
#include "harness/model/error.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// What is compared, as the user named it, and its runs.
struct compared_side {
  std::string name;
  std::vector<measured_run> runs;
};

/// Pairs the runs of the same scenario and limiter. Where each side has one limiter only and they
/// differ, these two are a pair. Figures that a side does not tell are left out. Errors: bad_file
/// if there is no pair, or a side has more runs of a limiter than can be compared.
[[nodiscard]] result<comparison> compare_runs(compared_side const& before,
                                              compared_side const& after);

}  // namespace limitproof
