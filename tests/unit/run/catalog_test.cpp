#include "harness/run/catalog.hpp"

#include "harness/codec/text_file.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
namespace fs = std::filesystem;

namespace {

constexpr auto scenario_text = R"({ "name": "short", "why": "A question.",
  "policy": { "limit": 5, "per": "1s" }, "stack": { "nodes": 2 }, "limiters": ["naive"],
  "attack": [ { "phase": "steady", "rate": "100/s", "for": "1s", "connections": 4, "keys": { "one": "k" } } ],
  "faults": [], "expect": {}, "seed": 7 })";

struct small_catalog {
  temporary_directory root;
  catalog where;

  small_catalog() {
    where.scenario_paths = {root.path() / "scenarios"};
    where.limiter_paths = {root.path() / "mine", root.path() / "theirs"};
    fs::create_directories(where.scenario_paths[0]);
    REQUIRE(write_text(where.scenario_paths[0] / "short.json", scenario_text).has_value());
  }
};

}  // namespace

TEST_CASE("a scenario is found by its name and by its path", "[run]") {
  small_catalog const c;

  auto const by_name = find_scenario(c.where, "short");
  auto const by_path = find_scenario(c.where, (c.where.scenario_paths[0] / "short.json").string());

  REQUIRE(by_name.has_value());
  REQUIRE(by_path.has_value());
  CHECK(by_name->scenario.why == "A question.");
  CHECK(by_name->text == scenario_text);
}

TEST_CASE("scenario files come sorted by name, good or bad, and without the schema", "[run]") {
  small_catalog const c;
  for (auto const* name : {"short-jitter.json", "scenario.schema.json", "a.json"})
    REQUIRE(write_text(c.where.scenario_paths[0] / name, "{").has_value());

  std::vector<std::string> names;
  for (auto const& file : scenario_files(c.where)) names.push_back(file.stem().string());

  CHECK(names == std::vector<std::string>{"a", "short", "short-jitter"});
}

TEST_CASE("a mistyped name is answered with the nearest one", "[run]") {
  small_catalog const c;

  auto const scenario = find_scenario(c.where, "shrot");
  auto const limiter = find_limiter(c.where, "niave");

  REQUIRE(scenario.has_error());
  CHECK(scenario.error().code == errc::bad_file);
  CHECK(scenario.error().what.find("did you mean \"short\"?") != std::string::npos);
  REQUIRE(limiter.has_error());
  CHECK(limiter.error().code == errc::bad_file);
}

TEST_CASE("a missing file is an error that names it", "[run]") {
  small_catalog const c;

  auto const found = find_scenario(c.where, "/nowhere/x.json");

  REQUIRE(found.has_error());
  CHECK(found.error().what.find("/nowhere/x.json") != std::string::npos);
}
