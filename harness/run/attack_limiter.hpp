#pragma once

#include "harness/model/error.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/run_record.hpp"
#include "harness/model/stack_kind.hpp"
#include "harness/run/catalog.hpp"
#include "harness/run/run_observer.hpp"

#include <atomic>
#include <filesystem>

namespace limitproof {

struct attack_order {
  limitproof::plan const& plan;
  found_limiter const& limiter;
  std::filesystem::path node_program;
  std::filesystem::path proxy_program;
  std::filesystem::path directory;  ///< the limiter's within the run, with logs/ and records/
  std::atomic<bool> const& stop;
  run_observer& observer;
  stack_kind stack = stack_kind::local;  ///< of a plan without a target
};

/// Stack up, attack, stack down; leaves the record logs, store.json and the children's logs in the
/// directory.
/// Errors: those of the stack, and `interrupted`, after which the records can still be judged.
[[nodiscard]] result<run_record::attacked> attack_limiter(attack_order const& order);

}  // namespace limitproof
