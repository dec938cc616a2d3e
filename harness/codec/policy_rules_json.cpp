#include "harness/codec/policy_rules_json.hpp"

#include "harness/codec/name_json.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t most_rules = 64;
constexpr std::size_t most_methods = 16;
constexpr std::size_t longest_rule_path = 1024;

/// What no rule spells: it stands for every path below, and every method or tier but those named.
constexpr std::string_view unnamed = "\x01";

bool is_path_byte(char c) {
  constexpr std::string_view others = "-._~!$&'()+,=:@";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         others.find(c) != std::string_view::npos;
}

bool is_segment(std::string_view segment) {
  return !segment.empty() && segment != "." && segment != ".." &&
         std::all_of(segment.begin(), segment.end(), is_path_byte);
}

/// A path as requests' paths are once they are normalised, or the root of all below one.
bool is_rule_path(std::string_view path) {
  if (path == "/") return true;
  if (path.ends_with("/*")) path.remove_suffix(2);
  if (!path.starts_with('/')) return false;
  for (std::size_t start = 1; start <= path.size();) {
    auto const end = std::min(path.find('/', start), path.size());
    if (!is_segment(path.substr(start, end - start))) return false;
    start = end + 1;
  }
  return path.size() > 1;
}

bool has_upper_case(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string read_rule_path(json_reader const& in, policy_set const& set) {
  auto path = in.string(longest_rule_path);
  if (!is_rule_path(path))
    in.fail(
        "a path as it is when normalised, \"/login\", or all below one, \"/api/*\": no empty, "
        "\".\" "
        "or \"..\" segment, no %, ;, ? or #");
  if (set.ignore_path_case && has_upper_case(path))
    in.fail("a path in lower case, as ignore_path_case makes them");
  return path;
}

std::vector<std::string> read_methods(json_reader const& in) {
  std::vector<std::string> methods;
  for (auto const& element : in.items(1, most_methods)) {
    auto method = element.string(32);
    bool const upper = std::all_of(
        method.begin(), method.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '-'; });
    if (!upper) element.fail("a method in upper case, as \"POST\"");
    if (method == "HEAD") element.fail("GET, which HEAD is counted as");
    if (std::find(methods.begin(), methods.end(), method) != methods.end())
      element.fail("each method once");
    methods.push_back(std::move(method));
  }
  return methods;
}

/// The most that one request can take of a policy's smallest allowance, whatever the algorithm.
std::int64_t most_at_once(policy const& promised) {
  auto most = std::numeric_limits<std::int64_t>::max();
  for (auto const& l : promised.limits) most = std::min(most, std::max(l.count, l.burst));
  return most;
}

policy_rule read_rule(json_reader const& in, policy_set const& set) {
  in.only_keys({"path", "methods", "tier", "anonymous", "policy", "cost", "by"});
  policy_rule rule;
  if (auto const path = in.find("path")) rule.path = read_rule_path(*path, set);
  if (auto const methods = in.find("methods")) rule.methods = read_methods(*methods);
  if (auto const tier = in.find("tier")) rule.tier = read_name(*tier);
  if (auto const anonymous = in.find("anonymous")) {
    rule.anonymous = anonymous->boolean();
    if (!rule.anonymous) anonymous->fail("true; leave it out of a rule for everybody");
  }
  std::vector<std::string> names;
  for (auto const& p : set.policies) names.push_back(p.name);
  rule.policy = in.at("policy").one_of(names);
  if (auto const cost = in.find("cost"))
    rule.cost = cost->integer(1, most_at_once(policy_named(set, rule.policy).promised));
  if (auto const by = in.find("by")) {
    rule.by = by->name<counted_by>();
    if (rule.by == counted_by::address && !set.identity.trusted_hops)
      by->refuse("counting by address needs /identity/forwarded_for, which says whom to believe");
  }
  return rule;
}

bool same_condition(policy_rule const& a, policy_rule const& b) {
  return a.path == b.path && a.tier == b.tier && a.anonymous == b.anonymous &&
         std::set(a.methods.begin(), a.methods.end()) ==
             std::set(b.methods.begin(), b.methods.end());
}

/// A header may say any word, and so may a table that nobody has looked into yet.
bool says_any_tier(policy_set const& set) {
  return set.tiers.header || set.tiers.table;
}

/// The tiers that rules ask about and that somebody can have.
std::set<std::string_view> met_tiers(policy_set const& set, std::vector<policy_rule> const& rules) {
  auto const can_be = [&set](std::string const& tier) {
    auto const is_listed = [&tier](auto const& client) { return client.second == tier; };
    return says_any_tier(set) || set.tiers.otherwise == tier ||
           std::any_of(set.tiers.clients.begin(), set.tiers.clients.end(), is_listed);
  };
  std::set<std::string_view> tiers;
  for (auto const& rule : rules)
    if (rule.tier && can_be(*rule.tier)) tiers.insert(*rule.tier);
  return tiers;
}

/// Who can ask: a client of each tier, one of none that a rule asks about, and the anonymous.
std::vector<ruled_request> askers(policy_set const& set, std::vector<policy_rule> const& rules) {
  std::vector<ruled_request> all;
  if (set.identity.trusted_hops) all.push_back({.path = {}, .method = {}, .anonymous = true});
  if (!set.identity.api_key) return all;
  auto const tiers = met_tiers(set, rules);
  for (auto const tier : tiers) all.push_back({.path = {}, .method = {}, .tier = tier});
  if (says_any_tier(set) || !set.tiers.otherwise || !tiers.contains(*set.tiers.otherwise))
    all.push_back({});
  return all;
}

/// One request for each way in which the rules can see requests differ. Rules look at a request's
/// path only as equal to theirs or below theirs, so a path of each kind stands for all.
class request_kinds {
 public:
  request_kinds(policy_set const& set, std::vector<policy_rule> const& rules)
      : askers_(askers(set, rules)) {
    methods_.insert(unnamed);
    paths_.insert("/" + std::string(unnamed));
    for (auto const& rule : rules) {
      methods_.insert(rule.methods.begin(), rule.methods.end());
      if (rule.path) add_path(*rule.path);
    }
  }

  template <class Visit>
  void each(Visit visit) const {
    for (auto request : askers_)
      for (auto const& path : paths_)
        for (auto const method : methods_) {
          request.path = path;
          request.method = method;
          visit(request);
        }
  }

 private:
  void add_path(std::string path) {
    if (path.ends_with("/*")) {
      path.resize(path.size() - 2);
      paths_.insert(path + "/" + std::string(unnamed));
    }
    paths_.insert(std::move(path));
  }

  std::vector<ruled_request> askers_;
  std::set<std::string> paths_;
  std::set<std::string_view> methods_;
};

bool includes(std::vector<std::string> const& all, std::vector<std::string> const& some) {
  if (all.empty() || some.empty()) return all.empty();
  return std::all_of(some.begin(), some.end(), [&all](std::string const& method) {
    return std::find(all.begin(), all.end(), method) != all.end();
  });
}

bool includes(std::optional<std::string> const& all, std::optional<std::string> const& some) {
  if (!all || !some) return !all;
  auto const inner = some->ends_with("/*") ? some->substr(0, some->size() - 2) : *some;
  return *all == *some || (all->ends_with("/*") && covers(*all, inner));
}

/// Whether every request on b's route is on a's.
bool route_includes(policy_rule const& a, policy_rule const& b) {
  return includes(a.path, b.path) && includes(a.methods, b.methods);
}

void refuse_duplicates(std::vector<json_reader> const& in, std::vector<policy_rule> const& rules) {
  for (std::size_t later = 1; later < rules.size(); ++later)
    for (std::size_t earlier = 0; earlier < later; ++earlier)
      if (same_condition(rules[earlier], rules[later]))
        in[later].refuse("the same condition as /rules/" + std::to_string(earlier) +
                         ", which comes first: remove one of them");
}

/// Routes of which neither lies within the other: which of their rules is the exception to which
/// depends on their order alone, and that is seldom what was meant.
void refuse_overlaps(std::vector<json_reader> const& in,
                     std::vector<policy_rule> const& rules,
                     request_kinds const& kinds) {
  std::set<std::pair<std::size_t, std::size_t>> meeting;
  kinds.each([&](ruled_request const& request) {
    std::vector<std::size_t> matching;
    for (std::size_t i = 0; i < rules.size(); ++i)
      if (matches(rules[i], request)) {
        for (auto const earlier : matching) meeting.emplace(earlier, i);
        matching.push_back(i);
      }
  });
  for (auto const& [earlier, later] : meeting)
    if (!route_includes(rules[earlier], rules[later]) &&
        !route_includes(rules[later], rules[earlier]))
      in[later].refuse("its route overlaps that of /rules/" + std::to_string(earlier) +
                       ", and neither lies within the other: split one of them");
}

void refuse_idle_rules(json_reader const& whole,
                       std::vector<json_reader> const& in,
                       std::vector<policy_rule> const& rules,
                       request_kinds const& kinds) {
  std::set<std::size_t> deciding;
  kinds.each([&](ruled_request const& request) { deciding.insert(first_match(rules, request)); });
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (!deciding.contains(i))
      in[i].refuse(
          "this rule decides on no request: earlier rules take them all, or no client is such");
  if (deciding.contains(rules.size()))
    whole.refuse("some requests come under no rule: end with one that has only a policy");
}

}  // namespace

std::vector<policy_rule> read_policy_rules(json_reader const& in, policy_set const& set) {
  auto const elements = in.items(1, most_rules);
  std::vector<policy_rule> rules;
  for (auto const& element : elements) rules.push_back(read_rule(element, set));
  request_kinds const kinds(set, rules);
  refuse_duplicates(elements, rules);
  refuse_idle_rules(in, elements, rules, kinds);
  refuse_overlaps(elements, rules, kinds);
  return rules;
}

ordered_json write_policy_rules(std::vector<policy_rule> const& rules) {
  auto out = ordered_json::array();
  for (auto const& rule : rules) {
    auto& written = out.emplace_back(ordered_json::object());
    if (rule.path) written["path"] = *rule.path;
    if (!rule.methods.empty()) written["methods"] = rule.methods;
    if (rule.tier) written["tier"] = *rule.tier;
    if (rule.anonymous) written["anonymous"] = true;
    written["policy"] = rule.policy;
    if (rule.cost) written["cost"] = *rule.cost;
    written["by"] = to_name(rule.by);
  }
  return out;
}

}  // namespace limitproof
