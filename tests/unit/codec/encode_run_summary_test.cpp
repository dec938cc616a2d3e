#include "harness/codec/encode_run_summary.hpp"

#include <fstream>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;
using nlohmann::json;

namespace {

json schema() {
  std::ifstream in(LIMITPROOF_SOURCE_DIR "/reports/summary.schema.json");
  REQUIRE(in);
  return json::parse(in);
}

std::set<std::string> keys_of(json const& object) {
  std::set<std::string> keys;
  for (auto const& [key, value] : object.items()) keys.insert(key);
  return keys;
}

run_summary sample() {
  run_summary s;
  s.command = "limitproof run --all";
  s.duration_us = 1'500'000;
  s.exit_code = 2;
  s.rows = {
      {"a", "naive", verdict_kind::fail, true, "over_admission", 250'000, "20260801-120000-a"},
      {"b", "", std::nullopt, false, "b.json: at /x: bad", 0, ""}};
  return s;
}

}  // namespace

TEST_CASE("summary.json has the keys of its schema, and null for what does not exist", "[codec]") {
  auto const document = json::parse(encode_run_summary(sample()));
  auto const promised = schema();

  CHECK(keys_of(document) == keys_of(promised["properties"]));
  CHECK(document["schema"] == promised["properties"]["schema"]["const"]);
  CHECK(document["duration_s"] == 1.5);
  auto const& row_schema = promised["properties"]["runs"]["items"];
  for (auto const& row : document["runs"]) CHECK(keys_of(row) == keys_of(row_schema["properties"]));
  CHECK(document["runs"][0]["verdict"] == "fail");
  CHECK(document["runs"][1]["limiter"] == nullptr);
  CHECK(document["runs"][1]["verdict"] == nullptr);
  CHECK(document["runs"][1]["run"] == nullptr);
}

TEST_CASE("the summary's schema requires every key it knows", "[codec]") {
  auto const promised = schema();
  auto const& row = promised["properties"]["runs"]["items"];

  CHECK(promised["required"].size() == promised["properties"].size());
  CHECK(row["required"].size() == row["properties"].size());
}
