#include "harness/check/draft_03_rules.hpp"

#include "harness/check/header_rules.hpp"
#include "harness/check/integer_policy.hpp"

namespace limitproof {

namespace {

using enum breach_severity;

constexpr header_rule with_reset{"F0", must, "draft-ietf-httpapi-ratelimit-headers-06 section 4"};
constexpr header_rule limit_value{
    "F1", must, "draft-ietf-httpapi-ratelimit-headers-06 section 3.1"};
constexpr header_rule remaining_value{
    "F3", must, "draft-ietf-httpapi-ratelimit-headers-06 section 3.3"};
constexpr header_rule policy_list{
    "F7", must, "draft-ietf-httpapi-ratelimit-headers-06 section 3.2"};

constexpr header_rule closest_policy{
    "F5", warning, "draft-ietf-httpapi-ratelimit-headers-06 section 4"};

/// What is wrong with an Integer field that stands once, or nothing.
std::optional<std::string> fault_of_integer(judged_head const& response, std::string_view name) {
  auto const value = value_of(response, name);
  if (!value) return std::nullopt;
  if (line_count(response, name) > 1) return "the field appears more than once";
  auto const item = parse_item(*value);
  if (!item) return "the field is malformed, " + malformed_text(item.error());
  if (!count_in(&item->value)) return "the value is not a non-negative Integer";
  return std::nullopt;
}

/// Up to -03 the policies stand behind the limit; from -04 on they have a field of their own.
std::optional<std::string> fault_of_limit(judged_head const& response) {
  auto const value = value_of(response, "ratelimit-limit");
  if (!value) return std::nullopt;
  if (line_count(response, "ratelimit-limit") > 1) return "the field appears more than once";
  auto const list = parse_list(*value);
  if (!list) return "the field is malformed, " + malformed_text(list.error());
  if (list->empty()) return "the field is empty";
  if (!count_in(list->front())) return "the limit is not a non-negative Integer";
  if (list->size() > 1 && has_field(response, "ratelimit-policy"))
    return "the policies stand behind the limit, though RateLimit-Policy is there for them";
  return std::nullopt;
}

/// The quotas of the policies, wherever they stand; of a limit that keeps its rule.
std::vector<std::int64_t> described_policies(judged_head const& response, sf_list const& limit) {
  auto policies = policy_quotas(response);
  for (std::size_t i = 1; i < limit.size(); ++i)
    if (auto const quota = count_in(limit[i])) policies.push_back(*quota);
  return policies;
}

void judge_closest(judged_head const& response, header_judgement& into) {
  auto const field = value_of(response, "ratelimit-limit");
  if (!field || fault_of_limit(response)) return;
  auto const limit = parse_list(*field);
  judge_announced(response,
                  described_policies(response, *limit),
                  {*count_in(limit->front()), number_of(response, "ratelimit-remaining")},
                  closest_policy,
                  line_of(response, "ratelimit-limit"),
                  into);
}

}  // namespace

void judge_draft_03(judged_head const& response, header_judgement& into) {
  auto const judge =
      [&](header_rule const& rule, std::string_view name, std::optional<std::string> const& fault) {
        if (fault) into.breaches.add(rule, *fault, line_of(response, name), response.operation);
      };
  judge(limit_value, "ratelimit-limit", fault_of_limit(response));
  judge(remaining_value, "ratelimit-remaining", fault_of_integer(response, "ratelimit-remaining"));
  judge(reset_is_delay, "ratelimit-reset", fault_of_integer(response, "ratelimit-reset"));
  // Beside RateLimit, or with Strings in it, the policy is that of a later draft.
  if (has_integer_policy(response) && !has_field(response, "ratelimit"))
    judge_integer_policy(response, policy_list, into);
  judge_closest(response, into);
  if (has_field(response, "ratelimit-limit") && !has_field(response, "ratelimit-reset"))
    judge(with_reset, "ratelimit-limit", "RateLimit-Limit stands without RateLimit-Reset");
}

}  // namespace limitproof
