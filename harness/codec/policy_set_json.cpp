#include "harness/codec/policy_set_json.hpp"

#include "harness/codec/keys_json.hpp"
#include "harness/codec/name_json.hpp"
#include "harness/codec/policy_json.hpp"
#include "harness/codec/policy_rules_json.hpp"
#include "harness/model/name.hpp"

#include <algorithm>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t most_policies = 64;
constexpr std::size_t most_clients = 100'000;
constexpr std::int64_t most_hops = 16;
constexpr std::int64_t most_trusted_cost = 1'000'000'000'000;

/// A header that the balancer has the last word on, so none that means something by itself.
std::string read_trusted_header(json_reader const& in) {
  constexpr std::size_t longest = 64;
  auto name = in.string(longest);
  auto const in_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  };
  bool const own = name.size() > 2 && (name.starts_with("X-") || name.starts_with("x-"));
  if (!own || !std::all_of(name.begin(), name.end(), in_word))
    in.fail("a header of your own, as \"X-Tier\": \"X-\", then letters, digits and dashes");
  std::string lower = name;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (lower == "x-api-key" || lower == "x-forwarded-for")
    in.fail("another header than " + name + ", which says who the client is");
  return name;
}

named_policy read_named_policy(std::string const& name, json_reader const& in) {
  in.only_keys({"limits", "limiter"});
  named_policy p{.name = name, .promised = read_policy(in.at("limits"))};
  if (auto const limiter = in.find("limiter")) p.limiter = read_name(*limiter);
  return p;
}

std::vector<named_policy> read_policies(json_reader const& in) {
  auto const members = in.members();
  if (members.empty() || members.size() > most_policies)
    in.fail("1 to " + std::to_string(most_policies) + " policies by name");
  std::vector<named_policy> policies;
  for (auto const& [name, value] : members) {
    if (!is_name(name))
      value.refuse("the policy's name is no name of lower-case letters, digits and dashes");
    policies.push_back(read_named_policy(name, value));
  }
  return policies;
}

identity_spec read_identity(json_reader const& in) {
  in.only_keys({"api_key", "forwarded_for"});
  identity_spec identity;
  if (auto const key = in.find("api_key")) identity.api_key = key->boolean();
  if (auto const forwarded = in.find("forwarded_for")) {
    forwarded->only_keys({"trusted_hops"});
    identity.trusted_hops = forwarded->at("trusted_hops").integer(1, most_hops);
  }
  if (!identity.api_key && !identity.trusted_hops)
    in.fail("api_key or forwarded_for, or nobody can be told from anybody");
  return identity;
}

std::map<std::string, std::string> read_clients(json_reader const& in) {
  auto const members = in.members();
  if (members.size() > most_clients)
    in.fail("at most " + std::to_string(most_clients) + " clients");
  std::map<std::string, std::string> clients;
  for (auto const& [client, tier] : members) {
    if (!is_identity(client))
      tier.refuse(
          "the client is no API key: 1 to 256 bytes of printable ASCII, no space at an end");
    clients.emplace(client, read_name(tier));
  }
  return clients;
}

tier_spec read_tiers(json_reader const& in) {
  in.only_keys({"clients", "table", "header", "otherwise"});
  tier_spec tiers;
  if (auto const clients = in.find("clients")) tiers.clients = read_clients(*clients);
  if (auto const table = in.find("table")) tiers.table = table->boolean();
  if (auto const header = in.find("header")) tiers.header = read_trusted_header(*header);
  if (auto const otherwise = in.find("otherwise")) tiers.otherwise = read_name(*otherwise);
  return tiers;
}

cost_spec read_cost(json_reader const& in) {
  in.only_keys({"header", "most"});
  return {read_trusted_header(in.at("header")), in.at("most").integer(1, most_trusted_cost)};
}

void refuse_unused_policies(policy_set const& set, json_reader const& policies) {
  for (auto const& p : set.policies) {
    auto const uses = [&p](policy_rule const& rule) { return rule.policy == p.name; };
    if (!std::any_of(set.rules.begin(), set.rules.end(), uses))
      policies.at(p.name).refuse("no rule leads to this policy: write one, or remove the policy");
  }
}

/// A tier that no rule asks about is a slip of the pen, unless it is the one of everybody else.
void refuse_unused_tiers(policy_set const& set, json_reader const& tiers) {
  auto const clients = tiers.find("clients");
  if (!clients) return;
  for (auto const& [client, tier] : clients->members()) {
    auto const& named = set.tiers.clients.at(client);
    auto const asks = [&named](policy_rule const& rule) { return rule.tier == named; };
    if (named != set.tiers.otherwise && !std::any_of(set.rules.begin(), set.rules.end(), asks))
      tier.fail("a tier that a rule asks about");
  }
}

ordered_json write_policies(std::vector<named_policy> const& policies) {
  auto out = ordered_json::object();
  for (auto const& p : policies) {
    out[p.name]["limits"] = write_policy(p.promised);
    if (p.limiter) out[p.name]["limiter"] = *p.limiter;
  }
  return out;
}

ordered_json write_identity(identity_spec const& identity) {
  ordered_json out{{"api_key", identity.api_key}};
  if (identity.trusted_hops) out["forwarded_for"]["trusted_hops"] = *identity.trusted_hops;
  return out;
}

ordered_json write_tiers(tier_spec const& tiers) {
  ordered_json out{{"clients", ordered_json::object()}};
  for (auto const& [client, tier] : tiers.clients) out["clients"][client] = tier;
  if (tiers.table) out["table"] = true;
  if (tiers.header) out["header"] = *tiers.header;
  if (tiers.otherwise) out["otherwise"] = *tiers.otherwise;
  return out;
}

}  // namespace

policy_set read_policy_set(json_reader const& in) {
  in.only_keys(
      {"policies", "identity", "tiers", "rules", "cost", "ignore_path_case", "check_endpoint"});
  policy_set set;
  set.policies = read_policies(in.at("policies"));
  if (auto const identity = in.find("identity")) set.identity = read_identity(*identity);
  auto const tiers = in.find("tiers");
  if (tiers) set.tiers = read_tiers(*tiers);
  if (auto const cost = in.find("cost")) set.cost = read_cost(*cost);
  if (auto const ignore = in.find("ignore_path_case")) set.ignore_path_case = ignore->boolean();
  if (auto const endpoint = in.find("check_endpoint")) set.check_endpoint = endpoint->boolean();
  set.rules = read_policy_rules(in.at("rules"), set);
  refuse_unused_policies(set, in.at("policies"));
  if (tiers) refuse_unused_tiers(set, *tiers);
  return set;
}

ordered_json write_policy_set(policy_set const& set) {
  ordered_json out{{"policies", write_policies(set.policies)},
                   {"identity", write_identity(set.identity)},
                   {"tiers", write_tiers(set.tiers)},
                   {"rules", write_policy_rules(set.rules)}};
  if (set.cost) out["cost"] = {{"header", set.cost->header}, {"most", set.cost->most}};
  out["ignore_path_case"] = set.ignore_path_case;
  out["check_endpoint"] = set.check_endpoint;
  return out;
}

}  // namespace limitproof
