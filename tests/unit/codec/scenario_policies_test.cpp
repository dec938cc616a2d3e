#include "harness/codec/decode_scenario.hpp"
#include "harness/codec/plan_codec.hpp"
#include "harness/model/policy_parts.hpp"
#include "tests/unit/codec/sample_documents.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;
using nlohmann::ordered_json;

namespace {

result<scenario> decoded(ordered_json const& document, run_size size = run_size::usual) {
  return decode_scenario(document.dump(), "x.json", size);
}

std::string refusal(ordered_json const& document) {
  auto const scenario = decoded(document);
  return scenario ? "" : scenario.error().what;
}

std::string refusal_with(std::string const& pointer, ordered_json const& value) {
  return refusal(with(scenario_of_policies(), pointer, value));
}

/// A set with one policy, which is for every request.
ordered_json only(std::string const& name, std::int64_t permits) {
  return {{"policies", {{name, {{"limits", {{"limit", permits}, {"per", "1s"}}}}}}},
          {"rules", ordered_json::array({{{"policy", name}}})}};
}

plan plan_of_policies() {
  plan p;
  p.scenario = decoded(scenario_of_policies()).value();
  p.keys = {"guest", "client"};
  for (auto const& [policy, cost] : {std::pair{"login", 1}, std::pair{"few", 20}}) {
    planned_phase planned;
    planned.number = static_cast<std::uint32_t>(p.phases.size() + 1);
    planned.kind = "steady";
    planned.length = 1s;
    planned.load = paced_load{rate{10, 1s}, 10};
    planned.policy = policy;
    planned.cost = cost;
    p.phases.push_back(planned);
  }
  p.faults = p.scenario.faults;
  return p;
}

}  // namespace

TEST_CASE("a scenario has several policies, and says under which each phase comes", "[codec]") {
  auto const s = decoded(scenario_of_policies()).value();

  REQUIRE(s.policies);
  CHECK(policy_named(*s.policies, "login").limiter == "redis-sliding-log");
  CHECK(s.policy == policy{});
  CHECK(judged_policies(s) == std::vector<std::string>{"login", "api", "few"});
  auto const& login = std::get<steady_phase>(s.attack[0]).manner;
  CHECK(login.policy == "login");
  CHECK(login.cost == 1);
  CHECK(login.requests.anonymous);
  CHECK(std::get<gate_phase>(s.attack[1]).manner.cost == 20);
}

TEST_CASE("an update is a set of policies, or a text that is to be refused", "[codec]") {
  auto const s = decoded(scenario_of_policies()).value();

  CHECK(s.updates.at("strict").policies->policies.front().name == "few");
  CHECK_FALSE(s.updates.at("broken").policies);
  CHECK(s.updates.at("broken").text == R"({ "policies": {} })");
  CHECK(s.faults.front() == fault{3s, fault_action::push, "strict"});
  CHECK_THAT(refusal_with("/updates/broken", only("few", 2).dump()),
             Catch::StartsWith("x.json: at /updates/broken: nodes would take this text"));
}

TEST_CASE("a scenario's policies ask no table, which its nodes are not given", "[codec]") {
  CHECK_THAT(
      refusal_with("/policies/tiers", {{"table", true}}),
      Catch::StartsWith("x.json: at /policies/tiers/table: a scenario gives its nodes no table"));
  CHECK_THAT(refusal_with("/updates/strict/tiers", {{"table", true}}),
             Catch::StartsWith("x.json: at /updates/strict/tiers/table: "));
}

TEST_CASE("the full size has updates of its own", "[codec]") {
  auto const s = decoded(scenario_of_policies(), run_size::full).value();

  CHECK(find_policy(s, "few")->promised.limits.front().count == 3);
  CHECK(find_policy(s, "login")->promised.limits.front().count == 5);
}

TEST_CASE("a plan keeps several policies, their updates, and what each phase says of them",
          "[codec]") {
  auto const p = plan_of_policies();

  CHECK(decode_plan(encode_plan(p), "plan.json").value() == p);
}

TEST_CASE("a plan's phase names a policy of its scenario", "[codec]") {
  auto const written = ordered_json::parse(encode_plan(plan_of_policies()));
  auto const refusal_of = [](ordered_json const& document) {
    return decode_plan(document.dump(), "plan.json").error().what;
  };

  CHECK_THAT(refusal_of(with(written, "/phases/1/policy", "nobody")),
             Catch::StartsWith("plan.json: at /phases/1/policy: found \"nobody\", expected one of: "
                               "login, api, few"));
  CHECK_THAT(refusal_of(without(written, "/phases/0/policy")),
             Catch::StartsWith("plan.json: at /phases/0: the key \"policy\" is missing"));
}

TEST_CASE("a scenario promises once", "[codec]") {
  CHECK_THAT(refusal_with("/policy", {{"limit", 5}, {"per", "1s"}}),
             Catch::StartsWith("x.json: at /policy: beside \"policies\" it would promise twice"));
  CHECK_THAT(
      refusal_with("/full/policy", {{"limit", 5}, {"per", "1s"}}),
      Catch::StartsWith("x.json: at /full/policy: beside \"policies\" it would promise twice"));
  CHECK_THAT(refusal(without(scenario_of_policies(), "/policies")),
             Catch::StartsWith("x.json: at /updates: only a scenario with \"policies\" has "));
  CHECK_THAT(refusal(without(full_scenario(), "/policy")),
             Catch::StartsWith("x.json: at the top level: the key \"policy\" is missing"));
}

TEST_CASE("a phase names one of several policies, and none where there is one", "[codec]") {
  CHECK_THAT(refusal(without(scenario_of_policies(), "/attack/1/policy")),
             Catch::StartsWith("x.json: at /attack/1: the key \"policy\" is missing"));
  CHECK_THAT(refusal_with("/attack/1/policy", "ap"),
             Catch::StartsWith("x.json: at /attack/1/policy: found \"ap\", expected one of: login, "
                               "api, few"));
  CHECK(refusal(with(full_scenario(), "/attack/0/policy", "api")) ==
        "x.json: at /attack/0/policy: the scenario has one policy for every request; leave this "
        "out, or give it \"policies\"");
}

TEST_CASE("a policy's name promises the same before and after a push", "[codec]") {
  auto const document = with(without(scenario_of_policies(), "/full"), "/attack/2/policy", "api");
  auto const refused = refusal(with(document, "/updates/strict", only("api", 2)));

  CHECK(refused ==
        "x.json: at /updates/strict: the policy \"api\" promises something else in another set; "
        "give it another name here");
  CHECK(refusal(with(without(document, "/expect"), "/updates/strict", only("api", 50))).empty());
}

TEST_CASE("only an update of the scenario can be pushed, and it is no target", "[codec]") {
  CHECK_THAT(refusal_with("/faults/0/update", "stric"),
             Catch::StartsWith("x.json: at /faults/0/update: found \"stric\", expected one of: "
                               "broken, strict"));
  CHECK_THAT(refusal_with("/faults/0/target", "nodes"),
             Catch::StartsWith("x.json: at /faults/0/target: unknown key \"target\""));
  CHECK_THAT(refusal(without(scenario_of_policies(), "/faults/0/update")),
             Catch::StartsWith("x.json: at /faults/0: the key \"update\" is missing"));
  CHECK_FALSE(refusal(with(full_scenario(),
                           "/faults/0",
                           {{"at", "1s"}, {"fault", "push"}, {"update", "strict"}}))
                  .empty());
}

TEST_CASE("an expectation names a limiter and a policy that is attacked", "[codec]") {
  ordered_json const passes{{"verdict", "pass"}};
  auto const refusal_of = [&](std::string const& run) {
    return refusal_with("/expect/" + run, passes);
  };

  CHECK(refusal_of("naive~1api").empty());
  CHECK_THAT(refusal_of("naive"), Catch::Contains("unknown key \"naive\""));
  CHECK_THAT(refusal_of("naive~1nobody"),
             Catch::Contains("unknown key \"naive/nobody\"") &&
                 Catch::Contains("known here: naive/login, naive/api, naive/few, "
                                 "redis-token-bucket/login"));
  CHECK_THAT(refusal_of("redis-gcra~1api"), Catch::Contains("unknown key \"redis-gcra/api\""));
  CHECK_THAT(refusal(with(full_scenario(), "/expect/naive~1api", passes)),
             Catch::Contains("unknown key \"naive/api\""));
}

TEST_CASE("names of policies and updates are as all names", "[codec]") {
  for (auto const* bad : {"A", "a_b", "-a", "a b", "../a"}) {
    INFO(bad);
    auto const document = with(without(scenario_of_policies(), "/full"), "/faults", {});
    CHECK_FALSE(refusal_with("/attack/0/policy", bad).empty());
    CHECK_FALSE(refusal_with("/faults/0/update", bad).empty());
    CHECK_FALSE(refusal(with(document, "/updates", {{bad, only("few", 2)}})).empty());
  }
}

TEST_CASE("an update is not named as a part of the stack, which faults are done to", "[codec]") {
  for (std::string const part : {"nodes", "store", "balancer"})
    CHECK_THAT(refusal_with("/updates/" + part, "{"),
               Catch::StartsWith("x.json: at /updates/" + part + ": a part of the stack has this"));
  CHECK(refusal_with("/updates/stores", "{").empty());
}

TEST_CASE("a cost is a whole number of permits, at most a million", "[codec]") {
  for (auto const fine : {1, 1'000'000}) CHECK(refusal_with("/attack/1/cost", fine).empty());
  for (ordered_json const& bad : {ordered_json(0), ordered_json(1'000'001), ordered_json(1.5)})
    CHECK_THAT(refusal_with("/attack/1/cost", bad),
               Catch::StartsWith("x.json: at /attack/1/cost: found " + bad.dump() +
                                 ", expected a whole number from 1 to 1000000"));
}
