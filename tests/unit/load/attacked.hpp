#pragma once

#include "harness/load/run_attack.hpp"
#include "harness/model/history.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace limitproof {

/// A plan without phases whose limits are far beyond what a slow machine needs, so that only what a
/// test is about is ever late.
[[nodiscard]] plan patient_plan(std::vector<std::string> keys);

/// An attack and what it left behind.
struct attacked {
  temporary_directory records;
  std::atomic<bool> stop{false};
  attack_progress progress;

  result<attack_end> run(plan const& p, endpoints const& target, int threads = 1) {
    return run_attack({p, target, records.path(), stop, progress, threads});
  }

  [[nodiscard]] history evidence() const;
};

[[nodiscard]] std::int64_t count_of(history const& h, outcome result);

}  // namespace limitproof
