#include "harness/node/prepared_policies.hpp"

#include "harness/codec/policy_set_codec.hpp"
#include "harness/node/usable_plugin.hpp"
#include "limiters/native_limiter.hpp"

#include <algorithm>

namespace limitproof {

namespace {

std::filesystem::path folder_of(named_policy const& p, node_settings const& settings) {
  auto own = std::filesystem::weakly_canonical(settings.limiter);
  if (!p.limiter || (!settings.limiter_path && *p.limiter == own.filename())) return own;
  return settings.limiter_path.value_or(own.parent_path()) / *p.limiter;
}

bool asks_for_other_costs(named_policy const& p, policy_set const& set) {
  return std::any_of(set.rules.begin(), set.rules.end(), [&](policy_rule const& rule) {
    return rule.policy == p.name && (rule.cost ? rule.cost != 1 : set.cost.has_value());
  });
}

result<limiter_plugin> plugin_of(named_policy const& p,
                                 policy_set const& set,
                                 node_settings const& settings) {
  auto plugin = usable_plugin(folder_of(p, settings), p.promised, settings);
  if (!plugin) return plugin;
  if (asks_for_other_costs(p, set) && !plugin->manifest.claims.weighted)
    return error{errc::bad_file,
                 "the limiter " + plugin->name +
                     " takes no costs other than 1, and a rule or the cost header asks for them"};
  // What is wrong with a shared object shows when it is loaded, and must before a thread needs it.
  if (plugin->manifest.kind == limiter_kind::native) {
    auto const instance = native_limiter::make(*plugin);
    if (!instance) return instance.error();
  }
  return plugin;
}

cost_range costs_of(limiter_plugin const& plugin, policy const& promised) {
  auto const& claims = plugin.manifest.claims;
  if (!claims.weighted) return {};
  cost_range range{permits{0}, permits{capacity(claims.algorithm, promised.limits.front())}};
  for (auto const& l : promised.limits)
    range.most = std::min(range.most, permits{capacity(claims.algorithm, l)});
  return range;
}

/// A rule that asks for more than its policy ever has would refuse all that come under it.
result<void> check_rule_costs(named_policy const& p, policy_set const& set, permits most) {
  for (std::size_t i = 0; i < set.rules.size(); ++i) {
    auto const& rule = set.rules[i];
    if (rule.policy != p.name || !rule.cost || permits{*rule.cost} <= most) continue;
    return error{errc::bad_file,
                 "at /rules/" + std::to_string(i) + "/cost: found " + std::to_string(*rule.cost) +
                     ", and the policy " + p.name + " never has more than " +
                     std::to_string(most.value) + " under its limiter's algorithm"};
  }
  return {};
}

}  // namespace

result<std::shared_ptr<prepared_policies const>> prepare_policies(std::string const& text,
                                                                  node_settings const& settings) {
  auto const origin = to_text(*settings.policies);
  auto set = decode_policy_set(text, origin);
  if (!set) return set.error();
  if (set->tiers.table && !settings.tier_table)
    return error{errc::bad_file,
                 origin +
                     ": at /tiers/table: there is no such table; give the node one with "
                     "--policy-table FILE"};
  auto prepared = std::make_shared<prepared_policies>();
  prepared->set = *std::move(set);
  for (auto const& p : prepared->set.policies) {
    auto plugin = plugin_of(p, prepared->set, settings);
    if (!plugin) return with_context(origin + ": at /policies/" + p.name, plugin.error());
    auto const costs = costs_of(*plugin, p.promised);
    auto const affordable = check_rule_costs(p, prepared->set, costs.most);
    if (!affordable) return with_context(origin, affordable.error());
    prepared->costs.push_back(costs);
    prepared->plugins.push_back(*std::move(plugin));
  }
  return std::shared_ptr<prepared_policies const>(std::move(prepared));
}

}  // namespace limitproof
