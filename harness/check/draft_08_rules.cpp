#include "harness/check/header_rules.hpp"
#include "harness/check/integer_policy.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace limitproof {

namespace {

using enum breach_severity;

constexpr header_rule policy_list{"D1", must, "draft-ietf-httpapi-ratelimit-headers-10 section 3"};
constexpr header_rule policy_quota{
    "D1", must, "draft-ietf-httpapi-ratelimit-headers-10 section 3.1.1"};
constexpr header_rule policy_window{
    "D2", must, "draft-ietf-httpapi-ratelimit-headers-10 section 3.1.3"};
constexpr header_rule policy_unit{
    "D3", must, "draft-ietf-httpapi-ratelimit-headers-10 section 3.1.2"};
constexpr header_rule unit_of_registry{
    "D3", warning, "draft-ietf-httpapi-ratelimit-headers-10 section 3.1.2"};
constexpr header_rule partition_key{
    "D4", must, "draft-ietf-httpapi-ratelimit-headers-10 section 3.1.4"};
constexpr header_rule limit_list{"D5", must, "draft-ietf-httpapi-ratelimit-headers-10 section 4"};
constexpr header_rule limit_remaining{
    "D5", must, "draft-ietf-httpapi-ratelimit-headers-10 section 4.1.1"};
constexpr header_rule limit_reset{
    "D5", must, "draft-ietf-httpapi-ratelimit-headers-10 section 4.1.2"};
constexpr header_rule trailer{"D6", must, "draft-ietf-httpapi-ratelimit-headers-10 section 3.1"};
constexpr header_rule retry_before_reset{
    "D8", should, "draft-ietf-httpapi-ratelimit-headers-10 section 6"};
constexpr header_rule unknown_policy{
    "D9", warning, "draft-ietf-httpapi-ratelimit-headers-10 section 4.1"};
constexpr header_rule stable_policy{
    "D10", should, "draft-ietf-httpapi-ratelimit-headers-10 section 3"};
constexpr header_rule vendor_prefix{
    "D11", warning, "draft-ietf-httpapi-ratelimit-headers-10 section 3.1"};
constexpr header_rule cached{"D13", warning, "draft-ietf-httpapi-ratelimit-headers-10 section 7.3"};
constexpr header_rule implausible{
    "D14", warning, "draft-ietf-httpapi-ratelimit-headers-10 section 6"};

/// A policy or a service limit, its parameters told apart.
struct quota_item {
  std::string name;
  std::optional<std::int64_t> quota;  ///< q, or r
  std::optional<std::int64_t> time;   ///< w, or t
};

struct item_rules {
  header_rule const& list;
  header_rule const& quota;
  header_rule const& time;
  std::string_view quota_key;
  std::string_view time_key;
  std::int64_t least_time;
};

constexpr item_rules of_policy{policy_list, policy_quota, policy_window, "q", "w", 1};
constexpr item_rules of_limit{limit_list, limit_remaining, limit_reset, "r", "t", 0};

struct field_under_judgement {
  judged_head const& response;
  std::string line;
  header_judgement& into;

  void broke(header_rule const& rule, std::string_view what) const {
    into.breaches.add(rule, what, line, response.operation);
  }
};

void judge_unit(sf_parameters const& parameters, field_under_judgement const& field) {
  auto const* const value = find_parameter(parameters, "qu");
  if (!value) return;
  auto const* const unit = std::get_if<sf_string>(value);
  if (!unit) return field.broke(policy_unit, "the unit qu is not a String");
  constexpr std::array<std::string_view, 3> units = {
      "requests", "content-bytes", "concurrent-requests"};
  if (std::find(units.begin(), units.end(), unit->text) == units.end())
    field.broke(unit_of_registry, fmt::format("the unit qu=\"{}\" is not registered", unit->text));
}

void judge_other_parameters(sf_parameters const& parameters,
                            item_rules const& rules,
                            field_under_judgement const& field) {
  auto const is_policy = rules.quota_key == "q";
  for (auto const& [key, value] : parameters) {
    if (key == "pk") {
      if (!std::holds_alternative<sf_bytes>(value))
        field.broke(partition_key, "the partition key pk is not a Byte Sequence");
    } else if (key != rules.quota_key && key != rules.time_key && !(is_policy && key == "qu") &&
               key.find('-') == std::string::npos) {
      field.broke(vendor_prefix,
                  fmt::format("the parameter {} is unknown and has no vendor's prefix", key));
    }
  }
}

/// None if the member broke a must; one finding is enough then.
std::optional<quota_item> read_member(sf_member const& member,
                                      item_rules const& rules,
                                      field_under_judgement const& field) {
  auto const* const item = std::get_if<sf_item>(&member);
  auto const* const name = item ? std::get_if<sf_string>(&item->value) : nullptr;
  if (!name) {
    field.broke(rules.list, "a member is not a String, in double quotes");
    return std::nullopt;
  }
  quota_item found{name->text, count_in(find_parameter(item->parameters, rules.quota_key)), {}};
  if (!found.quota) {
    field.broke(
        rules.quota,
        fmt::format(
            "\"{}\" has no {} that is a non-negative Integer", name->text, rules.quota_key));
    return std::nullopt;
  }
  if (auto const* const time = find_parameter(item->parameters, rules.time_key)) {
    found.time = count_in(time);
    if (!found.time || *found.time < rules.least_time) {
      field.broke(rules.time,
                  fmt::format("{} of \"{}\" is not an Integer of at least {}",
                              rules.time_key,
                              name->text,
                              rules.least_time));
      return std::nullopt;
    }
  }
  if (rules.quota_key == "q") judge_unit(item->parameters, field);
  judge_other_parameters(item->parameters, rules, field);
  return found;
}

/// The members that keep the musts; none of them if the field is malformed as a whole.
std::vector<quota_item> read_field(std::string_view name,
                                   item_rules const& rules,
                                   judged_head const& response,
                                   header_judgement& into) {
  std::vector<quota_item> items;
  auto const value = value_of(response, name);
  if (!value) return items;
  field_under_judgement const field{response, line_of(response, name), into};
  if (lists(response, "trailer", name)) field.broke(trailer, "the field is announced as a trailer");
  auto const list = parse_list(*value);
  if (!list) {
    field.broke(rules.list, "the field is malformed, " + malformed_text(list.error()));
    return items;
  }
  if (list->empty() && rules.quota_key == "q") field.broke(rules.list, "the list is empty");
  for (auto const& member : *list)
    if (auto const item = read_member(member, rules, field)) items.push_back(*item);
  return items;
}

void judge_against_policies(std::vector<quota_item> const& limits,
                            std::vector<quota_item> const& policies,
                            field_under_judgement const& field) {
  for (auto const& limit : limits) {
    if (!field.into.policy_names.contains(limit.name))
      field.broke(unknown_policy,
                  fmt::format("no RateLimit-Policy describes the policy \"{}\"", limit.name));
    for (auto const& policy : policies) {
      if (policy.name != limit.name) continue;
      if (*limit.quota > *policy.quota)
        field.broke(implausible,
                    fmt::format("{} remain of a quota of {}", *limit.quota, *policy.quota));
      if (limit.time && policy.time && *limit.time > *policy.time)
        field.broke(implausible,
                    fmt::format("{} s until more of a window of {} s", *limit.time, *policy.time));
    }
  }
}

/// The reset that Retry-After must not undercut: of what is used up, else of whatever comes first.
std::optional<std::int64_t> reset_to_wait_for(std::vector<quota_item> const& limits) {
  std::optional<std::int64_t> used_up, first;
  for (auto const& limit : limits) {
    if (!limit.time) continue;
    first = std::min(first.value_or(*limit.time), *limit.time);
    if (*limit.quota == 0) used_up = std::min(used_up.value_or(*limit.time), *limit.time);
  }
  return used_up ? used_up : first;
}

}  // namespace

void collect_policy_names(judged_head const& response, header_judgement& into) {
  auto const value = value_of(response, "ratelimit-policy");
  if (!value) return;
  auto const list = parse_list(*value);
  if (!list) return;
  for (auto const& member : *list)
    if (auto const* const item = std::get_if<sf_item>(&member))
      if (auto const* const name = std::get_if<sf_string>(&item->value))
        into.policy_names.insert(name->text);
}

void judge_draft_08(judged_head const& response, header_judgement& into) {
  auto const policies = read_field("ratelimit-policy", of_policy, response, into);
  for (auto const& policy : policies)
    into.advertised.push_back(
        {*policy.quota, policy.time, line_of(response, "ratelimit-policy"), response.operation});
  auto const limits = read_field("ratelimit", of_limit, response, into);
  field_under_judgement const field{response, line_of(response, "ratelimit"), into};
  judge_against_policies(limits, policies, field);
  if (has_field(response, "ratelimit") && number_of(response, "age").value_or(0) > 0)
    field.broke(cached, "the response comes from a cache, so its quota is not current");
  auto const retry = retry_after_seconds(response);
  auto const reset = reset_to_wait_for(limits);
  // Both are rounded to seconds.
  if (retry && reset && *retry < *reset - 1)
    field.broke(retry_before_reset,
                fmt::format("Retry-After: {} is before the reset in {} s", *retry, *reset));
}

void judge_policy_stability(std::vector<judged_head> const& responses, header_judgement& into) {
  std::map<std::uint32_t, std::string> last_of_key;
  for (auto const& response : responses) {
    auto const value = value_of(response, "ratelimit-policy");
    if (!value) continue;
    auto const [known, is_first] = last_of_key.emplace(response.key, *value);
    if (is_first || known->second == *value) continue;
    into.breaches.add(stable_policy,
                      fmt::format("the policy of this key was {} before", known->second),
                      line_of(response, "ratelimit-policy"),
                      response.operation);
    known->second = *value;
  }
}

}  // namespace limitproof
