#include "harness/model/policy_set.hpp"

#include "harness/model/assert.hpp"

#include <algorithm>

namespace limitproof {

bool covers(std::string_view rule_path, std::string_view path) {
  if (!rule_path.ends_with("/*")) return path == rule_path;
  auto const root = rule_path.substr(0, rule_path.size() - 2);
  return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
}

bool matches(policy_rule const& rule, ruled_request const& request) {
  if (rule.path && !covers(*rule.path, request.path)) return false;
  if (!rule.methods.empty() &&
      std::find(rule.methods.begin(), rule.methods.end(), request.method) == rule.methods.end())
    return false;
  if (rule.tier && rule.tier != request.tier) return false;
  return !rule.anonymous || request.anonymous;
}

std::size_t first_match(std::vector<policy_rule> const& rules, ruled_request const& request) {
  auto const found = std::find_if(rules.begin(), rules.end(), [&request](policy_rule const& rule) {
    return matches(rule, request);
  });
  return static_cast<std::size_t>(found - rules.begin());
}

named_policy const& policy_named(policy_set const& set, std::string_view name) {
  auto const found = std::find_if(set.policies.begin(),
                                  set.policies.end(),
                                  [name](named_policy const& p) { return p.name == name; });
  LIMITPROOF_ASSERT(found != set.policies.end());
  return *found;
}

std::string counted_key(std::string_view policy, std::string_view kind, std::string_view who) {
  std::string key(policy);
  key += '/';
  key += kind;
  key += ':';
  key += who;
  return key;
}

}  // namespace limitproof
