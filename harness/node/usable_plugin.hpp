#pragma once

#include "harness/node/node_options.hpp"
#include "limiters/make_limiter.hpp"

#include <filesystem>

namespace limitproof {

/// The plugin in `folder`, if a node of these settings can ask it under `promised` (not empty).
/// Errors: those of load_plugin, check_policy and check_guards, and bad_usage (it needs a store and
/// none was given).
[[nodiscard]] result<limiter_plugin> usable_plugin(std::filesystem::path const& folder,
                                                   policy const& promised,
                                                   node_settings const& settings);

}  // namespace limitproof
