#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/fault.hpp"

namespace limitproof {

/// What `flush` or `flush_scripts` does to the store. Errors: `store_unavailable`; `stack_failed`
/// for what the store refuses.
[[nodiscard]] result<void> flush_store(address const& store, fault_action action);

}  // namespace limitproof
