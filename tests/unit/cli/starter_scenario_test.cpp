#include "harness/cli/starter_scenario.hpp"

#include "harness/codec/decode_scenario.hpp"
#include "harness/codec/text_file.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;

TEST_CASE("a starter is a scenario of that name, with a limiter that must fail and one that holds",
          "[cli]") {
  auto const s = decode_scenario(starter_scenario("mine").value().scenario, "mine.json").value();

  CHECK(s.name == "mine");
  CHECK(s.limiters == std::vector<std::string>{"naive", "redis-token-bucket"});
  CHECK(s.expect.at("naive") ==
        std::vector<expectation>{expected_finding{check_name::over_admission, verdict_kind::fail}});
}

TEST_CASE("each key of a starter has its comment", "[cli]") {
  auto const files = starter_scenario("mine").value();

  auto const scenario = nlohmann::json::parse(files.scenario);
  for (auto const& [key, value] : scenario.items()) {
    INFO(key);
    CHECK(files.comments.find("| `" + key + "` |") != std::string::npos);
  }
}

TEST_CASE("a name that no scenario can have is refused", "[cli]") {
  for (auto const* name : {"", "Mine", "../mine", "a\"b", "a b"}) {
    INFO(name);
    auto const refused = starter_scenario(name);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == errc::bad_usage);
  }
}

TEST_CASE("what is there already is not overwritten, not even one of the two files", "[cli]") {
  temporary_directory const folder;
  auto const files = starter_scenario("mine").value();
  REQUIRE(write_text(folder.path() / "mine.md", "my notes").has_value());

  auto const refused = write_starter(files, "mine", folder.path());

  REQUIRE(refused.has_error());
  CHECK(refused.error().code == errc::bad_usage);
  CHECK(refused.error().what.find("mine.md") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "mine.json"));
  CHECK(read_text(folder.path() / "mine.md").value() == "my notes");
}

TEST_CASE("a starter is written as two files", "[cli]") {
  temporary_directory const folder;
  auto const files = starter_scenario("mine").value();

  REQUIRE(write_starter(files, "mine", folder.path()).has_value());

  CHECK(read_text(folder.path() / "mine.json").value() == files.scenario);
  CHECK(read_text(folder.path() / "mine.md").value() == files.comments);
}
