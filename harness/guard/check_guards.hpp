#pragma once

#include "harness/model/guards.hpp"
#include "limiters/make_limiter.hpp"

#include <span>

namespace limitproof {

/// Whether these guards can stand before that limiter under these limits without changing what it
/// decides more than they say. Errors: bad_usage, naming the guard, the limiter and what it lacks.
[[nodiscard]] result<void> check_guards(guard_spec const& guards,
                                        limiter_plugin const& plugin,
                                        std::span<limit const> limits);

}  // namespace limitproof
