#include "harness/codec/scenario_json.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/codec/expectation_json.hpp"
#include "harness/codec/fault_json.hpp"
#include "harness/codec/guards_json.hpp"
#include "harness/codec/json_text.hpp"
#include "harness/codec/name_json.hpp"
#include "harness/codec/phase_json.hpp"
#include "harness/codec/phase_policy.hpp"
#include "harness/codec/policy_json.hpp"
#include "harness/codec/policy_set_codec.hpp"
#include "harness/codec/policy_set_json.hpp"
#include "harness/codec/store_spec_json.hpp"
#include "harness/codec/tolerance_json.hpp"
#include "harness/model/name.hpp"
#include "harness/model/policy_parts.hpp"

#include <algorithm>
#include <optional>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t most_phases = 1000;
constexpr std::string_view full_word = "full";

std::vector<quota_dialect> read_dialects(json_reader const& in) {
  std::vector<quota_dialect> dialects;
  for (auto const& element : in.items(1, enum_names<quota_dialect>.size())) {
    dialects.push_back(element.name<quota_dialect>());
    if (std::count(dialects.begin(), dialects.end(), dialects.back()) > 1)
      element.refuse("the same dialect twice; name each once");
  }
  return dialects;
}

stack_spec read_stack(json_reader const& in) {
  in.only_keys({"nodes", "balance", "on_store_error", "guards", "headers", "node_clocks", "store"});
  stack_spec stack;
  if (auto const nodes = in.find("nodes")) stack.nodes = nodes->integer(1, most_nodes);
  if (auto const balance = in.find("balance")) stack.balance = balance->name<balance_method>();
  if (auto const answer = in.find("on_store_error"))
    stack.store_error = answer->name<on_store_error>();
  if (auto const guards = in.find("guards")) stack.guards = read_guards(*guards);
  if (auto const headers = in.find("headers")) stack.headers = read_dialects(*headers);
  if (auto const clocks = in.find("node_clocks"))
    for (auto const& clock : clocks->items(0, static_cast<std::size_t>(stack.nodes)))
      stack.node_clocks.push_back(read_clock_offset(clock));
  if (auto const store = in.find("store")) stack.store = read_store_spec(*store);
  return stack;
}

ordered_json write_stack(stack_spec const& stack) {
  ordered_json out{{"nodes", stack.nodes},
                   {"balance", to_name(stack.balance)},
                   {"on_store_error", to_name(stack.store_error)},
                   {"guards", write_guards(stack.guards)},
                   {"headers", ordered_json::array()},
                   {"store", write_store_spec(stack.store)}};
  for (auto const dialect : stack.headers) out["headers"].push_back(to_name(dialect));
  for (auto const& clock : stack.node_clocks) out["node_clocks"].push_back(offset_to_text(clock));
  return out;
}

std::vector<phase> read_attack(json_reader const& in, scenario const& s) {
  std::vector<phase> attack;
  for (auto const& element : in.items(1, most_phases)) {
    attack.push_back(read_phase(element));
    require_policy(
        element, std::visit([](auto const& kind) { return kind.manner.policy; }, attack.back()), s);
    bool const beside =
        std::visit([](auto const& kind) { return kind.begin.beside; }, attack.back());
    if (beside && attack.size() == 1)
      element.at("beside").fail("false: before the first phase there is none to run beside");
  }
  return attack;
}

std::vector<std::string_view> scenario_keys() {
  return {"name",
          "why",
          "policy",
          "policies",
          "updates",
          "judge",
          "tolerance",
          "stack",
          "limiters",
          "attack",
          "faults",
          "expect",
          "seed",
          "alone"};
}

/// A scenario's members, each read where it stands: an error in the full size's attack names
/// /full/attack.
class scenario_members {
 public:
  scenario_members(json_reader const& usual, std::optional<json_reader> const& full)
      : usual_(usual), full_(full) {}

  [[nodiscard]] std::optional<json_reader> find(std::string_view key) const {
    auto replaced = full_ ? full_->find(key) : std::nullopt;
    return replaced ? replaced : usual_.find(key);
  }

  [[nodiscard]] json_reader at(std::string_view key) const {
    auto found = find(key);
    return found ? *found : usual_.at(key);
  }

 private:
  json_reader usual_;
  std::optional<json_reader> full_;
};

/// What nodes can be given: each has its file of policies, and no table beside it.
policy_set read_given_policies(json_reader const& in) {
  auto policies = read_policy_set(in);
  if (policies.tiers.table)
    in.at("tiers").at("table").refuse("a scenario gives its nodes no table; list the clients");
  return policies;
}

/// What a push is to break is a text, and stays one in the plan: it may not be JSON.
policy_update read_broken_update(json_reader const& in) {
  policy_update update{in.string(), std::nullopt};
  if (decode_policy_set(update.text, "updates"))
    in.refuse("nodes would take this text; write it as an object, so that its policies are known");
  return update;
}

policy_update read_update(json_reader const& in) {
  if (!in.is_object()) return read_broken_update(in);
  auto const policies = read_given_policies(in);
  return {json_text(write_policy_set(policies)), policies};
}

ordered_json write_update(policy_update const& update) {
  return update.policies ? write_policy_set(*update.policies) : ordered_json(update.text);
}

/// A push has its update's name where other faults have what they are done to.
void require_update_name(json_reader const& in, std::string const& name) {
  if (!is_name(name))
    in.refuse("the name of an update is of lower-case letters, digits and dashes");
  if (name == every_node_target || name == store_target || name == balancer_target)
    in.refuse("a part of the stack has this name, and reports tell faults by it; choose another");
}

/// One policy for every request, or a set of them with what is pushed in its place.
void read_promise(scenario_members const& in, scenario& s) {
  auto const policies = in.find("policies");
  auto const updates = in.find("updates");
  if (!policies) {
    if (updates) updates->refuse("only a scenario with \"policies\" has updates of them");
    s.policy = read_policy(in.at("policy"));
    return;
  }
  if (auto const policy = in.find("policy"))
    policy->refuse("beside \"policies\" it would promise twice; leave one of them out");
  s.policies = read_given_policies(*policies);
  if (!updates) return;
  for (auto const& [name, update] : updates->members()) {
    require_update_name(update, name);
    s.updates.emplace(name, read_update(update));
    require_one_meaning(update, s);
  }
}

scenario read_members(scenario_members const& in) {
  scenario s;
  s.name = read_name(in.at("name"));
  s.why = in.at("why").string();
  read_promise(in, s);
  if (auto const judge = in.find("judge")) s.judge = judge->name<judged_by>();
  if (auto const allowed = in.find("tolerance")) s.tolerance = read_tolerance(*allowed);
  if (auto const stack = in.find("stack")) s.stack = read_stack(*stack);
  s.limiters = read_limiter_names(in.at("limiters"));
  s.attack = read_attack(in.at("attack"), s);
  if (auto const faults = in.find("faults")) s.faults = read_faults(*faults, s);
  if (auto const expect = in.find("expect"))
    for (auto const& [run, expected] : expect->members())
      s.expect.emplace(run, read_expectations(expected));
  if (auto const seed = in.find("seed")) s.seed = seed->unsigned_integer();
  if (auto const alone = in.find("alone")) s.alone = alone->boolean();
  return s;
}

void refuse_strangers(scenario const& s, scenario_members const& in) {
  auto const expect = in.find("expect");
  if (!expect) return;
  std::vector<std::string> runs;
  for (auto const& limiter : s.limiters)
    for (auto const& policy : judged_policies(s)) runs.push_back(run_name(limiter, policy));
  for (auto const& [run, expected] : expect->members())
    if (std::find(runs.begin(), runs.end(), run) == runs.end()) expect->unknown_key(run, runs);
}

}  // namespace

scenario read_scenario(json_reader const& in) {
  in.only_keys(scenario_keys());
  return read_members(scenario_members(in, std::nullopt));
}

scenario read_scenario_file(json_reader const& in, run_size size) {
  auto known = scenario_keys();
  known.emplace_back(full_word);
  in.only_keys(known);
  auto const full = size == run_size::full ? in.find(full_word) : std::nullopt;
  if (full) {
    full->only_keys({"policy",
                     "policies",
                     "updates",
                     "judge",
                     "tolerance",
                     "stack",
                     "attack",
                     "faults",
                     "expect"});
    if (full->members().empty()) full->fail("at least one member to stand in for the usual one");
  }
  scenario_members const members(in, full);
  auto s = read_members(members);
  refuse_strangers(s, members);
  if (full) s.size = run_size::full;
  return s;
}

ordered_json write_scenario(scenario const& s) {
  auto attack = ordered_json::array();
  for (auto const& p : s.attack) attack.push_back(write_phase(p));
  auto expect = ordered_json::object();
  for (auto const& [run, expected] : s.expect) expect[run] = write_expectations(expected);
  ordered_json out{{"name", s.name}, {"why", s.why}};
  if (s.policies)
    out["policies"] = write_policy_set(*s.policies);
  else
    out["policy"] = write_policy(s.policy);
  for (auto const& [name, update] : s.updates) out["updates"][name] = write_update(update);
  out.update({{"judge", to_name(s.judge)},
              {"tolerance", write_tolerance(s.tolerance)},
              {"stack", write_stack(s.stack)},
              {"limiters", s.limiters},
              {"attack", std::move(attack)},
              {"faults", write_faults(s.faults)},
              {"expect", std::move(expect)},
              {"seed", s.seed},
              {"alone", s.alone}});
  return out;
}

}  // namespace limitproof
