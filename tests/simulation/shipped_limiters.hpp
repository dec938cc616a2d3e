#pragma once

#include "limiters/make_limiter.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// The plugin in the build's limiters/<name>.
[[nodiscard]] limiter_plugin shipped_limiter(std::string const& name);

/// Every redis-script plugin of the build that claims to keep a promise for all nodes and requests
/// together, whatever its nodes' clocks show, by name.
[[nodiscard]] std::vector<limiter_plugin> shipped_script_limiters();

}  // namespace limitproof
