#pragma once

#include "harness/model/guards.hpp"
#include "limiters/limiter.hpp"

#include <memory>

namespace limitproof {

/// The limiter behind its guards, of one node thread. The line a question takes, from the node to
/// the store: each guard either answers it or hands it on.
[[nodiscard]] std::unique_ptr<limiter> guarded(std::unique_ptr<limiter> decides,
                                               guard_spec const& guards);

}  // namespace limitproof
