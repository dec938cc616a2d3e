#pragma once

#include "harness/model/error.hpp"
#include "harness/model/fault.hpp"

namespace limitproof {

/// What became of a fault, as stack::inject tells it: a failure is `stack_failed`, or
/// `interrupted`, and names the fault.
[[nodiscard]] result<void> in_context_of(fault const& what, result<void> const& done);

}  // namespace limitproof
