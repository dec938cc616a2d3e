#include "harness/model/policy_parts.hpp"

#include "harness/model/assert.hpp"
#include "harness/model/encode_identity.hpp"
#include "harness/model/name.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace limitproof {

namespace {

std::string const& policy_of(phase const& p) {
  return std::visit([](auto const& kind) -> std::string const& { return kind.manner.policy; }, p);
}

bool counts_clients_together(scenario const& s, std::string_view policy) {
  auto const sets = policy_sets_of(s);
  return std::any_of(sets.begin(), sets.end(), [policy](policy_set const* set) {
    return std::any_of(set->rules.begin(), set->rules.end(), [policy](policy_rule const& rule) {
      return rule.policy == policy && rule.by != counted_by::identity;
    });
  });
}

/// For each phase of the plan its number in the part; none: it is not in it.
std::vector<std::optional<std::uint16_t>> numbers_in_part(plan const& p, std::string_view policy) {
  std::vector<std::optional<std::uint16_t>> numbers;
  std::uint16_t next = 0;
  for (auto const& planned : p.phases)
    numbers.push_back(planned.policy == policy ? std::optional(next++) : std::nullopt);
  return numbers;
}

/// Whether a stored key is one that `policy` counts under: its name ends at the key's first encoded
/// slash (counted_key), as any other belongs to the client, and what comes before it is of no name.
bool names_policy(std::string_view key, std::string_view policy) {
  auto const before = key.substr(0, key.find(encode_identity("/")));
  if (before.size() == key.size() || !before.ends_with(policy)) return false;
  return before.size() == policy.size() ||
         !is_name_character(before[before.size() - policy.size() - 1]);
}

}  // namespace

std::string run_name(std::string_view limiter, std::string_view policy) {
  std::string name(limiter);
  if (!policy.empty()) name.append("/").append(policy);
  return name;
}

std::string run_folder(std::string_view limiter, std::string_view policy) {
  std::string folder(limiter);
  if (!policy.empty()) folder.append("/policies/").append(policy);
  return folder;
}

std::vector<std::string> judged_policies(scenario const& s) {
  if (!s.policies) return {std::string()};
  std::vector<std::string> names;
  for (auto const& p : s.attack)
    if (std::find(names.begin(), names.end(), policy_of(p)) == names.end())
      names.push_back(policy_of(p));
  return names;
}

std::vector<policy_set const*> policy_sets_of(scenario const& s) {
  std::vector<policy_set const*> sets;
  if (s.policies) sets.push_back(&*s.policies);
  for (auto const& [name, update] : s.updates)
    if (update.policies) sets.push_back(&*update.policies);
  return sets;
}

named_policy const* find_policy(scenario const& s, std::string_view name) {
  for (auto const* set : policy_sets_of(s))
    for (auto const& p : set->policies)
      if (p.name == name) return &p;
  return nullptr;
}

plan part_of(plan p, std::string_view policy) {
  if (policy.empty()) return p;
  auto const* const named = find_policy(p.scenario, policy);
  LIMITPROOF_ASSERT(named != nullptr);
  p.scenario.policy = named->promised;
  std::erase_if(p.phases, [policy](planned_phase const& ph) { return ph.policy != policy; });
  if (!counts_clients_together(p.scenario, policy)) return p;
  p.keys = {"everyone"};
  for (auto& planned : p.phases) planned.keys = {};
  return p;
}

history part_of(history whole, plan const& p, std::string_view policy) {
  if (policy.empty()) return whole;
  auto const numbers = numbers_in_part(p, policy);
  std::erase_if(whole.operations, [&numbers](operation const& op) {
    return op.phase >= numbers.size() || !numbers[op.phase];
  });
  auto const together = counts_clients_together(p.scenario, policy);
  if (together) whole.keys = {"everyone"};
  for (auto& op : whole.operations) {
    op.phase = *numbers[op.phase];
    if (together) op.key = 0;
  }
  return whole;
}

std::vector<history> parts_of(history whole, plan const& p) {
  std::vector<history> parts;
  if (p.scenario.policies)
    for (auto const& policy : judged_policies(p.scenario))
      parts.push_back(part_of(whole, p, policy));
  else
    parts.push_back(std::move(whole));
  return parts;
}

store_holdings part_of(store_holdings whole, std::string_view policy) {
  if (policy.empty()) return whole;
  auto const all = whole.sampled.size();
  std::erase_if(whole.sampled,
                [policy](held_key const& k) { return !names_policy(k.name, policy); });
  if (whole.keys == static_cast<std::int64_t>(all))
    whole.keys = static_cast<std::int64_t>(whole.sampled.size());
  return whole;
}

}  // namespace limitproof
