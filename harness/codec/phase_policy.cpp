#include "harness/codec/phase_policy.hpp"

#include "harness/model/policy_parts.hpp"

#include <vector>

namespace limitproof {

namespace {

std::vector<std::string> policies_of(scenario const& s) {
  std::vector<std::string> names;
  for (auto const* set : policy_sets_of(s))
    for (auto const& p : set->policies) names.push_back(p.name);
  return names;
}

}  // namespace

void require_policy(json_reader const& in, std::string const& policy, scenario const& s) {
  if (s.policies)
    static_cast<void>(in.at("policy").one_of(policies_of(s)));
  else if (!policy.empty())
    in.at("policy").refuse(
        "the scenario has one policy for every request; leave this out, or give it \"policies\"");
}

void require_one_meaning(json_reader const& in, scenario const& s) {
  for (auto const* set : policy_sets_of(s))
    for (auto const& p : set->policies)
      if (find_policy(s, p.name)->promised != p.promised)
        in.refuse("the policy \"" + p.name +
                  "\" promises something else in another set; give it another name here");
}

}  // namespace limitproof
