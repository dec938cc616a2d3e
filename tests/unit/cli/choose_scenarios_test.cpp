#include "harness/cli/choose_scenarios.hpp"

#include "harness/codec/text_file.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using names = std::vector<std::string>;

namespace {

std::string scenario_text(std::string const& name, std::string const& limiters) {
  return R"({ "name": ")" + name +
         R"(", "why": "A question.", "policy": { "limit": 5, "per": "1s" },
    "limiters": )" +
         limiters + R"(, "expect": { "naive": { "denied": 1 } },
    "attack": [ { "phase": "closed-loop", "for": "1s", "connections": 4, "keys": { "one": "k" } } ] })";
}

struct three_scenarios {
  temporary_directory root;
  catalog where;

  three_scenarios() {
    where.scenario_paths = {root.path()};
    add("a", scenario_text("a", R"(["naive", "gcra"])"));
    add("b", scenario_text("b", R"(["naive", "log"])"));
    add("c", "{");
  }

  void add(std::string const& name, std::string const& text) const {
    REQUIRE(write_text(root.path() / (name + ".json"), text).has_value());
  }
};

names names_of(std::vector<chosen_scenario> const& chosen) {
  names found;
  for (auto const& each : chosen) found.push_back(each.name);
  return found;
}

run_command all_with(names const& limiters) {
  run_command run;
  run.all = true;
  run.limiters = limiters;
  return run;
}

run_command one(std::string const& name) {
  run_command run;
  run.scenarios = {name};
  return run;
}

}  // namespace

TEST_CASE("all scenarios are chosen in order, and a bad file is one of them", "[cli]") {
  three_scenarios const three;

  auto const chosen = choose_scenarios(all_with({}), three.where).value();

  CHECK(names_of(chosen) == names{"a", "b", "c"});
  CHECK(chosen[0].command == "limitproof run a");
  CHECK(chosen[1].found.has_value());
  CHECK(chosen[2].found.has_error());
}

TEST_CASE("with a limiter, all means the scenarios that compare it, and for it alone", "[cli]") {
  three_scenarios const three;

  auto const chosen = choose_scenarios(all_with({"gcra", "naive"}), three.where).value();
  CHECK(names_of(chosen) == names{"a", "b", "c"});
  CHECK(chosen[0].found->scenario.limiters == names{"naive", "gcra"});
  CHECK(chosen[1].found->scenario.limiters == names{"naive"});
  CHECK(chosen[1].command == "limitproof run b --limiter naive");

  CHECK(names_of(choose_scenarios(all_with({"log"}), three.where).value()) == names{"b", "c"});
  auto const nobody = choose_scenarios(all_with({"log", "lgo"}), three.where);
  REQUIRE(nobody.has_error());
  CHECK(nobody.error().what.find("lgo") != std::string::npos);
}

TEST_CASE("named scenarios take the limiters that are named, compared or not", "[cli]") {
  three_scenarios const three;
  auto run = one("a");
  run.limiters = {"log"};

  CHECK(choose_scenario(run, three.where)->scenario.limiters == names{"log"});
}

TEST_CASE("of a target a pass is expected; without its limiter's name the promise judges it",
          "[cli]") {
  three_scenarios const three;
  auto run = one("a");
  run.target = "127.0.0.1:80";

  auto const unnamed = choose_scenario(run, three.where)->scenario;
  CHECK(unnamed.limiters == names{unnamed_limiter});
  CHECK(unnamed.judge == judged_by::promised);
  CHECK(unnamed.expect.empty());

  run.limiters = {"naive"};
  auto const named = choose_scenario(run, three.where)->scenario;
  CHECK(named.limiters == names{"naive"});
  CHECK(named.judge == judged_by::declared);
  CHECK(named.expect.empty());
}

TEST_CASE("what is repeated follows in the same order, each run reproducible alone", "[cli]") {
  three_scenarios const three;
  run_command run;
  run.scenarios = {"b", "a"};
  run.repeat = 2;

  auto const chosen = choose_scenarios(run, three.where).value();

  CHECK(names_of(chosen) == names{"b", "a", "b", "a"});
  CHECK(chosen[2].command == "limitproof run b");
}
