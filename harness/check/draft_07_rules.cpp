#include "harness/check/header_rules.hpp"
#include "harness/check/integer_policy.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace limitproof {

namespace {

using enum breach_severity;

constexpr header_rule dictionary{"E1", must, "draft-ietf-httpapi-ratelimit-headers-07 section 3.1"};
constexpr header_rule policy_list{
    "E2", must, "draft-ietf-httpapi-ratelimit-headers-07 section 3.5"};
constexpr header_rule trailer{"E3", must, "draft-ietf-httpapi-ratelimit-headers-07 section 3.1"};
constexpr header_rule closest_policy{
    "E4", warning, "draft-ietf-httpapi-ratelimit-headers-07 section 4"};
constexpr header_rule same_instant{
    "E5", should, "draft-ietf-httpapi-ratelimit-headers-07 section 4"};
constexpr header_rule more_than_limit{
    "E6", should, "draft-ietf-httpapi-ratelimit-headers-07 section 2.2"};

struct read_keys {
  std::optional<std::int64_t> limit, remaining, reset;
};

/// What is wrong with the field, or nothing, and then `keys` has its values.
std::optional<std::string> fault_in(std::string const& field, read_keys& keys) {
  auto const entries = parse_dictionary(field);
  if (!entries) return "the field is malformed, " + malformed_text(entries.error());
  for (auto const& [key, member] : *entries) {
    auto* const place = key == "limit"       ? &keys.limit
                        : key == "remaining" ? &keys.remaining
                        : key == "reset"     ? &keys.reset
                                             : nullptr;
    if (!place) continue;
    *place = count_in(member);
    if (!*place) return key + " is not a non-negative Integer";
  }
  if (!keys.limit) return "the key limit is missing";
  if (!keys.reset) return "the key reset is missing";
  return std::nullopt;
}

}  // namespace

void judge_draft_07(judged_head const& response, header_judgement& into) {
  judge_integer_policy(response, policy_list, into);
  auto const line = line_of(response, "ratelimit");
  auto const broke = [&](header_rule const& rule, std::string_view what) {
    into.breaches.add(rule, what, line, response.operation);
  };
  for (auto const* const name : {"ratelimit", "ratelimit-policy"})
    if (lists(response, "trailer", name)) broke(trailer, "the field is announced as a trailer");

  read_keys keys;
  if (auto const fault = fault_in(*value_of(response, "ratelimit"), keys)) {
    broke(dictionary, *fault);
    return;
  }
  into.advertised.push_back({*keys.limit, std::nullopt, line, response.operation});
  if (keys.remaining && *keys.remaining > *keys.limit)
    broke(more_than_limit, fmt::format("{} remain of {}", *keys.remaining, *keys.limit));
  judge_announced(
      response, policy_quotas(response), {*keys.limit, keys.remaining}, closest_policy, line, into);
  auto const retry = retry_after_seconds(response);
  if (retry && std::max(*retry, *keys.reset) - std::min(*retry, *keys.reset) > 1)
    broke(same_instant,
          fmt::format("Retry-After: {} is another instant than reset={}", *retry, *keys.reset));
}

}  // namespace limitproof
