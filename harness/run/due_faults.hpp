#pragma once

#include "harness/load/run_attack.hpp"
#include "harness/model/error.hpp"
#include "harness/model/plan.hpp"
#include "harness/stack/stack.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>

namespace limitproof {

/// The faults of a plan, carried out one after the other when each is due by the attack's clock,
/// and logged beside the attack's records. One that takes long holds up those after it. Used by the
/// thread that brought the stack up. Borrows everything.
class due_faults {
 public:
  due_faults(plan const& planned,
             stack& target,
             std::filesystem::path const& records,
             attack_progress const& progress)
      : planned_(planned), target_(target), records_(records), progress_(progress) {}

  /// How long there is nothing to do, at most `longest`.
  [[nodiscard]] std::chrono::nanoseconds until_next(std::chrono::nanoseconds longest) const;

  /// Carries out all that are due now. Errors: those of stack::inject and log_injection.
  [[nodiscard]] result<void> inject_due();

  /// After the attack: `stack_failed` naming the first fault that it left no time for.
  [[nodiscard]] result<void> none_left() const;

 private:
  [[nodiscard]] bool is_due() const;
  [[nodiscard]] result<void> inject_next();

  plan const& planned_;
  stack& target_;
  std::filesystem::path const& records_;
  attack_progress const& progress_;
  std::size_t next_ = 0;  ///< of planned_.faults
};

}  // namespace limitproof
