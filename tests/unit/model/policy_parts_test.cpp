#include "harness/model/policy_parts.hpp"

#include "harness/model/encode_identity.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

policy promising(std::int64_t permits) {
  return {{limit{permits, 1s, permits}}};
}

policy_set set_of(std::vector<std::pair<std::string, std::int64_t>> const& limits,
                  counted_by by = counted_by::identity) {
  policy_set set;
  for (auto const& [name, permits] : limits) {
    set.policies.push_back({name, promising(permits)});
    set.rules.push_back({.policy = name, .by = by});
  }
  return set;
}

/// Phases of login, api, login, "ba" and, after a push, "late".
plan plan_of_policies(counted_by by = counted_by::identity) {
  plan p;
  p.scenario.name = "parts";
  p.scenario.policies = set_of({{"login", 5}, {"api", 50}, {"ba", 7}}, by);
  p.scenario.updates["next"] = {"", set_of({{"late", 3}})};
  p.scenario.updates["broken"] = {"{", std::nullopt};
  p.keys = {"x", "y", "z"};
  std::uint32_t number = 0;
  for (auto const* policy : {"login", "api", "login", "ba", "late"}) {
    planned_phase planned;
    planned.number = ++number;
    planned.policy = policy;
    planned.keys = {.first = 1, .count = 2, .random = true, .seed = 3};
    p.phases.push_back(planned);
    steady_phase steady;
    steady.manner.policy = policy;
    p.scenario.attack.emplace_back(steady);
  }
  return p;
}

operation sent_in(std::uint16_t phase, std::uint32_t key) {
  operation op;
  op.id = static_cast<std::uint64_t>(phase) * 100 + key;
  op.phase = phase;
  op.key = key;
  return op;
}

history history_of_phases() {
  history h;
  h.keys = {"x", "y", "z"};
  for (std::uint16_t phase = 0; phase < 7; ++phase)  // the plan has five
    h.operations.push_back(sent_in(phase, phase % 3U));
  return h;
}

std::string stored(std::string const& policy, std::string const& who) {
  return "tb:{" + encode_identity(policy + "/key:" + who) + "}";
}

store_holdings holding(std::vector<std::string> const& names) {
  store_holdings held;
  for (auto const& name : names) held.sampled.push_back({name, "hash", 1000, 100, std::nullopt});
  held.keys = static_cast<std::int64_t>(names.size());
  return held;
}

std::vector<std::string> names_in(store_holdings const& held) {
  std::vector<std::string> names;
  for (auto const& key : held.sampled) names.push_back(key.name);
  return names;
}

}  // namespace

TEST_CASE("where there is one policy its part is the whole", "[model]") {
  plan p;
  p.phases.resize(2);
  p.keys = {"x", "y"};
  auto h = history_of_phases();
  auto const held = holding({"tb:{x}", "tb:{y}"});

  CHECK(judged_policies(p.scenario) == std::vector<std::string>{""});
  CHECK(part_of(p, "") == p);
  CHECK(part_of(h, p, "").operations.size() == h.operations.size());
  CHECK(part_of(h, p, "").keys == h.keys);
  CHECK(part_of(held, "") == held);
  CHECK(run_name("naive", "") == "naive");
  CHECK(run_folder("naive", "") == "naive");
}

TEST_CASE("each policy that phases name is judged once, in their order", "[model]") {
  CHECK(judged_policies(plan_of_policies().scenario) ==
        std::vector<std::string>{"login", "api", "ba", "late"});
  CHECK(run_name("naive", "login") == "naive/login");
  CHECK(run_folder("naive", "login") == "naive/policies/login");
}

TEST_CASE("a policy is found at first and in what is pushed", "[model]") {
  auto const s = plan_of_policies().scenario;

  CHECK(find_policy(s, "api")->promised == promising(50));
  CHECK(find_policy(s, "late")->promised == promising(3));
  CHECK(find_policy(s, "ap") == nullptr);
}

TEST_CASE("a part has its policy's limits, and its phases under their numbers", "[model]") {
  auto const part = part_of(plan_of_policies(), "login");

  CHECK(part.scenario.policy == promising(5));
  REQUIRE(part.phases.size() == 2);
  CHECK(part.phases[0].number == 1);
  CHECK(part.phases[1].number == 3);
  CHECK(part.keys == std::vector<std::string>{"x", "y", "z"});
  CHECK(part.phases[1].keys.first == 1);
}

TEST_CASE("a part has the operations of its phases alone, numbered as in it", "[model]") {
  auto const p = plan_of_policies();
  auto const part = part_of(history_of_phases(), p, "login");

  REQUIRE(part.operations.size() == 2);
  CHECK(part.operations[0].id == 0);
  CHECK(part.operations[0].phase == 0);
  CHECK(part.operations[1].id == 202);
  CHECK(part.operations[1].phase == 1);
  CHECK(part.operations[1].key == 2);
  CHECK(part_of(history_of_phases(), p, "late").operations.front().phase == 0);
}

TEST_CASE("an operation of a phase that the plan does not have is in no part", "[model]") {
  auto const p = plan_of_policies();
  std::size_t in_parts = 0;
  for (auto const& policy : judged_policies(p.scenario))
    in_parts += part_of(history_of_phases(), p, policy).operations.size();

  CHECK(in_parts == p.phases.size());
}

TEST_CASE("what counts clients together has one key in its part", "[model]") {
  auto const by = GENERATE(counted_by::address, counted_by::everyone);
  auto const p = plan_of_policies(by);
  auto const part = part_of(p, "api");
  auto const recorded = part_of(history_of_phases(), p, "api");

  CHECK(part.keys.size() == 1);
  CHECK(part.phases.front().keys == planned_keys{});
  CHECK(recorded.keys == part.keys);
  REQUIRE(recorded.operations.size() == 1);
  CHECK(recorded.operations.front().key == 0);
  CHECK(part_of(p, "late").keys.size() == 3);
}

TEST_CASE("a part has the stored keys that count under its policy, not those whose names end so",
          "[model]") {
  auto const whole = holding({stored("a", "x"),
                              stored("ba", "x"),
                              stored("b-a", "x"),
                              stored("a", "y"),
                              stored("b", "a/key:x"),
                              stored("c", "b/"),
                              "session:a"});

  CHECK(names_in(part_of(whole, "a")) ==
        std::vector<std::string>{stored("a", "x"), stored("a", "y")});
  CHECK(names_in(part_of(whole, "b")) == std::vector<std::string>{stored("b", "a/key:x")});
  CHECK(part_of(whole, "a").keys == 2);
}

TEST_CASE("a key's name may begin with its policy's", "[model]") {
  auto const name = encode_identity("a/key:x");

  CHECK(names_in(part_of(holding({name}), "a")) == std::vector<std::string>{name});
  CHECK(names_in(part_of(holding({name}), "ba")).empty());
}

TEST_CASE("where not every stored key was looked at, how many a part has is not known", "[model]") {
  auto whole = holding({stored("a", "x"), stored("b", "x")});
  whole.keys = 30'000;

  CHECK(part_of(whole, "a").keys == 30'000);
  CHECK(part_of(whole, "a").sampled.size() == 1);
}
