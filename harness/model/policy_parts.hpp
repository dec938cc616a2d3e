#pragma once

#include "harness/model/history.hpp"
#include "harness/model/plan.hpp"
#include "harness/model/scenario.hpp"
#include "harness/model/store_holdings.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// A run under several policies is judged in parts, each as if it were a run of its own: the phases
/// whose requests are to come under one policy, against that policy's limits. A request that
/// escapes to another policy is then admitted beyond its own. Where there is one policy its name is
/// empty, and its part is the whole.

/// "redis-token-bucket", or under one of several policies "redis-token-bucket/login".
[[nodiscard]] std::string run_name(std::string_view limiter, std::string_view policy);

/// Its folder within the run directory: "redis-token-bucket", "redis-token-bucket/policies/login".
[[nodiscard]] std::string run_folder(std::string_view limiter, std::string_view policy);

/// Those that phases name, each once, in the order of the phases.
[[nodiscard]] std::vector<std::string> judged_policies(scenario const& s);

/// What nodes are given at first, and what is pushed to them later.
[[nodiscard]] std::vector<policy_set const*> policy_sets_of(scenario const& s);

/// The policy of that name, of those that nodes are given at first or by a push; null: none.
[[nodiscard]] named_policy const* find_policy(scenario const& s, std::string_view name);

/// That policy's limits, its phases only, and as keys whoever it counts: where it counts by address
/// or everyone together, that is one, as all requests of a run come from one address.
[[nodiscard]] plan part_of(plan p, std::string_view policy);

/// The operations of that policy's phases in `p`, which is the whole plan, numbered as in its part.
[[nodiscard]] history part_of(history whole, plan const& p, std::string_view policy);

/// One for each of judged_policies. The only one is `whole` itself, which can be large.
[[nodiscard]] std::vector<history> parts_of(history whole, plan const& p);

/// The keys that count under that policy (counted_key).
[[nodiscard]] store_holdings part_of(store_holdings whole, std::string_view policy);

}  // namespace limitproof
