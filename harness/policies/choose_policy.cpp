#include "harness/policies/choose_policy.hpp"

#include "harness/model/assert.hpp"
#include "harness/policies/client_identity.hpp"
#include "harness/policies/normalised_path.hpp"

#include <algorithm>
#include <charconv>

namespace limitproof {

namespace {

/// GET for HEAD, which applications answer by the same route; in upper case, since some of them
/// take "post" for POST.
std::string ruled_method(std::string_view method) {
  std::string upper(method);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return upper == "HEAD" ? "GET" : upper;
}

/// The client's tier, if it has one.
std::variant<std::optional<std::string>, request_fault> tier_of(client_identity const& client,
                                                                request_head const& head,
                                                                tier_spec const& tiers,
                                                                tier_lookup const& table) {
  if (client.anonymous) return std::optional<std::string>{};
  if (auto const listed = tiers.clients.find(client.who); listed != tiers.clients.end())
    return std::optional(listed->second);
  if (tiers.table) {
    LIMITPROOF_ASSERT(table);
    if (auto known = table(client.who)) return known;
  }
  if (!tiers.header) return tiers.otherwise;
  auto lines = lines_of(head, *tiers.header);
  if (lines.count == 0) return tiers.otherwise;
  // Of two lines the client sent one.
  if (lines.count > 1) return request_fault::tier;
  return std::optional(std::move(lines.joined));
}

std::variant<permits, request_fault> cost_of(policy_rule const& rule,
                                             request_head const& head,
                                             std::optional<cost_spec> const& spec) {
  if (rule.cost) return permits{*rule.cost};
  if (!spec) return permits{1};
  auto const lines = lines_of(head, spec->header);
  if (lines.count == 0) return permits{1};
  auto const cost = read_cost(trimmed(lines.joined), permits{1}, permits{spec->most});
  if (lines.count > 1 || !cost) return request_fault::cost;
  return *cost;
}

std::variant<std::string, request_fault> key_of(policy_rule const& rule,
                                                client_identity const& client,
                                                request_head const& head,
                                                identity_spec const& identity) {
  if (rule.by == counted_by::everyone)
    return counted_key(rule.policy, to_name(counted_by::everyone), "");
  if (rule.by == counted_by::identity && !client.anonymous)
    return counted_key(rule.policy, "key", client.who);
  if (client.anonymous) return counted_key(rule.policy, to_name(counted_by::address), client.who);
  LIMITPROOF_ASSERT(identity.trusted_hops.has_value());
  auto const address = forwarded_address(head, *identity.trusted_hops);
  if (auto const* fault = std::get_if<request_fault>(&address)) return *fault;
  return counted_key(rule.policy, to_name(counted_by::address), std::get<std::string>(address));
}

std::size_t place_of(policy_set const& set, std::string const& name) {
  return static_cast<std::size_t>(&policy_named(set, name) - set.policies.data());
}

}  // namespace

std::optional<permits> read_cost(std::string_view text, permits least, permits most) {
  permits cost{};
  auto const* const end = text.data() + text.size();
  auto const [last, failure] = std::from_chars(text.data(), end, cost.value);
  if (failure != std::errc{} || last != end || cost < least || cost > most) return std::nullopt;
  return cost;
}

std::variant<policy_choice, request_fault> choose_policy(request_head const& head,
                                                         policy_set const& set,
                                                         tier_lookup const& table,
                                                         std::optional<permits> told_cost) {
  auto const path = normalised_path(head.target, set.ignore_path_case);
  if (!path) return request_fault::target;
  auto const client = identify(head, set.identity);
  if (auto const* fault = std::get_if<request_fault>(&client)) return *fault;
  auto const& who = std::get<client_identity>(client);
  auto const tier = tier_of(who, head, set.tiers, table);
  if (auto const* fault = std::get_if<request_fault>(&tier)) return *fault;

  auto const method = ruled_method(head.method);
  auto const& of_tier = std::get<std::optional<std::string>>(tier);
  auto const place = first_match(set.rules, ruled_request{*path, method, of_tier, who.anonymous});
  LIMITPROOF_ASSERT(place < set.rules.size());
  auto const& rule = set.rules[place];

  auto const cost =
      told_cost ? std::variant<permits, request_fault>(*told_cost) : cost_of(rule, head, set.cost);
  if (auto const* fault = std::get_if<request_fault>(&cost)) return *fault;
  auto key = key_of(rule, who, head, set.identity);
  if (auto const* fault = std::get_if<request_fault>(&key)) return *fault;
  return policy_choice{
      place_of(set, rule.policy), std::get<std::string>(std::move(key)), std::get<permits>(cost)};
}

}  // namespace limitproof
