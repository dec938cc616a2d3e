#pragma once

#include "harness/model/policy.hpp"
#include "limiters/make_limiter.hpp"

namespace limitproof {

/// Whether a plugin can be asked under a policy at all, so that a node does not start only to fail
/// every request: several limits need its claim, a burst mode a bucket (a window limiter knows no
/// burst of its own, so its soft limit would leave no room for the hard one), and a script's
/// arguments must be able to tell the limits. Errors: bad_usage, naming the plugin and what it
/// cannot be told.
[[nodiscard]] result<void> check_policy(limiter_plugin const& plugin, policy const& promised);

}  // namespace limitproof
