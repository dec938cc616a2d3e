#pragma once

#include "harness/model/policy_set.hpp"
#include "harness/node/node_options.hpp"
#include "limiters/make_limiter.hpp"

#include <memory>
#include <string>
#include <vector>

namespace limitproof {

/// The costs that can be asked of a policy: others are refused whatever the store does.
struct cost_range {
  permits least{1};
  permits most{1};
};

/// A policy set that every thread can count by: each policy's plugin is there, takes its limits and
/// the costs that rules and headers give. Shared by the threads, and never changed.
struct prepared_policies {
  policy_set set;
  std::vector<limiter_plugin> plugins;  ///< by policy
  std::vector<cost_range> costs;        ///< by policy
};

/// Reads the text of settings.policies. Plugins are those of settings.limiter_path, else those
/// beside settings.limiter, which decides where a policy names none. Errors: bad_file, naming the
/// origin and the policy; bad_usage as usable_plugin.
[[nodiscard]] result<std::shared_ptr<prepared_policies const>> prepare_policies(
    std::string const& text, node_settings const& settings);

}  // namespace limitproof
