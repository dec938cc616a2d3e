#pragma once

#include "harness/model/external_target.hpp"
#include "harness/stack/stack.hpp"

#include <memory>

namespace limitproof {

/// A service that runs already: `up` and `down` do nothing, it always counts as alive, it can
/// suffer no fault, and its store cannot be looked into.
[[nodiscard]] std::unique_ptr<stack> make_external_stack(external_target const& target);

}  // namespace limitproof
