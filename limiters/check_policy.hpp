#pragma once

#include "limiters/make_limiter.hpp"

#include <span>

namespace limitproof {

/// Whether a plugin can be asked under these limits (not empty) at all, so that a node does not
/// start only to fail every request: several limits need its claim, and a script's arguments must
/// be able to tell them. Errors: bad_usage, naming the plugin and what it cannot be told.
[[nodiscard]] result<void> check_policy(limiter_plugin const& plugin,
                                        std::span<limit const> limits);

}  // namespace limitproof
