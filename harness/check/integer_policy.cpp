#include "harness/check/integer_policy.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace limitproof {

namespace {

/// What is wrong with the policies, or nothing, and then `quotas` has them.
std::optional<std::string> fault_in(std::string const& field,
                                    std::vector<advertised_quota>& quotas) {
  auto const list = parse_list(field);
  if (!list) return "the field is malformed, " + malformed_text(list.error());
  if (list->empty()) return "the list of policies is empty";
  std::set<std::int64_t> seen;
  for (auto const& member : *list) {
    auto const quota = count_in(member);
    if (!quota) return "a policy is not a non-negative Integer";
    auto const window = count_in(find_parameter(std::get<sf_item>(member).parameters, "w"));
    if (!window) return fmt::format("the policy {} has no window w in whole seconds", *quota);
    if (!seen.insert(*quota).second)
      return fmt::format("two policies have the same quota {}", *quota);
    quotas.push_back({*quota, window, {}, 0});
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> count_in(sf_value const* value) {
  auto const* const number = value ? std::get_if<std::int64_t>(value) : nullptr;
  if (!number || *number < 0) return std::nullopt;
  return *number;
}

std::optional<std::int64_t> count_in(sf_member const& member) {
  auto const* const item = std::get_if<sf_item>(&member);
  return item ? count_in(&item->value) : std::nullopt;
}

std::string malformed_text(sf_error const& e) {
  return fmt::format("at byte {}: expected {}", e.at, e.expected);
}

std::vector<std::int64_t> policy_quotas(judged_head const& response) {
  auto const field = value_of(response, "ratelimit-policy");
  std::vector<advertised_quota> quotas;
  if (!field || fault_in(*field, quotas)) return {};
  std::vector<std::int64_t> counts;
  for (auto const& quota : quotas) counts.push_back(quota.quota);
  return counts;
}

void judge_announced(judged_head const& response,
                     std::vector<std::int64_t> const& policies,
                     announced_limit const& announced,
                     header_rule const& rule,
                     std::string const& line,
                     header_judgement& into) {
  if (policies.size() < 2) return;
  if (std::find(policies.begin(), policies.end(), announced.limit) == policies.end())
    into.breaches.add(
        rule,
        fmt::format("none of the {} policies has the limit {}", policies.size(), announced.limit),
        line,
        response.operation);
  else if (response.result == outcome::denied && announced.remaining.value_or(0) > 0)
    into.breaches.add(rule,
                      fmt::format("of several policies a denial should tell the one that is used "
                                  "up, and of this one {} remain",
                                  *announced.remaining),
                      line,
                      response.operation);
}

void judge_integer_policy(judged_head const& response,
                          header_rule const& rule,
                          header_judgement& into) {
  auto const field = value_of(response, "ratelimit-policy");
  if (!field) return;
  auto const line = line_of(response, "ratelimit-policy");
  std::vector<advertised_quota> quotas;
  if (auto const fault = fault_in(*field, quotas)) {
    into.breaches.add(rule, *fault, line, response.operation);
    return;
  }
  for (auto& quota : quotas) {
    quota.line = line;
    quota.operation = response.operation;
    into.advertised.push_back(std::move(quota));
  }
}

}  // namespace limitproof
