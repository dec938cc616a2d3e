#pragma once

#include "harness/check/admissions.hpp"
#include "harness/model/evidence.hpp"
#include "harness/model/verdict.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace limitproof {

/// Admissions of one key that tell the same `remaining` under one limit, in order of sending.
struct equal_answers {
  std::size_t key = 0, limit = 0;
  std::int64_t remaining = 0;
  std::vector<admission> requests;
};

/// Equal answers of which more were given within `interval` than can have been right.
struct double_spend {
  equal_answers told;  ///< those that lie inside
  time_interval interval;
};

struct double_spends {
  std::optional<double_spend> shortest;
  std::int64_t keys = 0;     ///< that had one
  std::int64_t answers = 0;  ///< admissions that told what was left
};

/// Only where why_telling_is_not_judged() is empty; the reasoning is in double_spend.cpp.
[[nodiscard]] double_spends find_double_spends(evidence const& e);

}  // namespace limitproof
