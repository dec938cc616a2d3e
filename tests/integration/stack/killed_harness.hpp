#pragma once

#include "tests/integration/stack/stack_under_test.hpp"

#include <cstddef>
#include <functional>
#include <optional>

namespace limitproof {

/// Brings the stack up in a process of its own, does to it what `then` does (true: as it should),
/// kills that process, and requires that none of its children outlives it. There must have been
/// `children` of them, where that is known.
void require_no_orphans(stack_under_test& under_test,
                        std::optional<std::size_t> children,
                        std::function<bool()> const& then);

}  // namespace limitproof
