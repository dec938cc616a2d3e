#include "harness/codec/selftest_codec.hpp"

#include "harness/codec/decode_manifest.hpp"
#include "harness/codec/decode_scenario.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;
using nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace {

fs::path const folder = fs::path(LIMITPROOF_SOURCE_DIR) / "tests" / "broken_limiters";

std::string text_of(fs::path const& file) {
  std::ifstream in(file);
  INFO(file);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

ordered_json small_table() {
  return ordered_json::parse(R"({
    "broken": [{ "limiter": "wrong", "family": "time", "fault": "it is late",
                 "seen_in": "https://example.com/1", "scenario": "flood", "found_by": "lock_out" }],
    "correct": ["right"] })");
}

std::string refusal_of(ordered_json const& document) {
  auto const decoded = decode_selftest(document.dump(), "selftest.json");
  REQUIRE(decoded.has_error());
  CHECK(decoded.error().code == errc::bad_file);
  return decoded.error().what;
}

}  // namespace

TEST_CASE("the selftest's table says who is broken, how, and which check is to find it",
          "[codec]") {
  auto const table = decode_selftest(small_table().dump(), "selftest.json");

  REQUIRE(table.has_value());
  CHECK(*table == selftest_table{{{"wrong",
                                   fault_family::time,
                                   "it is late",
                                   "https://example.com/1",
                                   "flood",
                                   check_name::lock_out}},
                                 {"right"}});
}

TEST_CASE("a wrong selftest table is refused with the place", "[codec]") {
  auto table = small_table();
  auto& broken = table["broken"][0];

  SECTION("a check that cannot fail a limiter") {
    broken["found_by"] = "send_lag";
    CHECK_THAT(refusal_of(table), Catch::Contains("/broken/0/found_by"));
  }
  SECTION("a key nobody knows") {
    broken["famly"] = "time";
    CHECK_THAT(refusal_of(table),
               Catch::Contains("/broken/0/famly") && Catch::Contains("did you mean \"family\""));
  }
  SECTION("a name that leads out of the folder") {
    broken["scenario"] = "../flood";
    CHECK_THAT(refusal_of(table), Catch::Contains("/broken/0/scenario"));
  }
  SECTION("a thread nobody can read") {
    broken["seen_in"] = "a friend";
    CHECK_THAT(refusal_of(table), Catch::Contains("/broken/0/seen_in"));
  }
  SECTION("a limiter twice") {
    table["broken"].push_back(broken);
    CHECK_THAT(refusal_of(table),
               Catch::Contains("/broken/1/limiter") && Catch::Contains("each limiter once"));
  }
  SECTION("nobody to hold the checks to") {
    table["correct"] = ordered_json::array();
    CHECK_THAT(refusal_of(table), Catch::Contains("/correct"));
  }
}

TEST_CASE("the result of a selftest has the counts, and each run with what fired", "[codec]") {
  auto const table = decode_selftest(small_table().dump(), "selftest.json").value();
  selftest_run const run{"wrong",
                         "flood",
                         verdict_kind::fail,
                         {check_name::split_view},
                         {check_name::send_lag},
                         "seen",
                         "runs/x"};

  auto const json = ordered_json::parse(encode_selftest_result({{{table.broken[0], run}}, {run}}));

  CHECK(json["schema"] == "limitproof.selftest/1");
  CHECK(json["verdict"] == "fail");
  CHECK(json["inconclusive"] == 1);
  CHECK(json["false_alarms"] == 1);
  CHECK(json["broken"][0]["fate"] == "inconclusive");
  CHECK(json["broken"][0]["fired"] == ordered_json::array({"split_view"}));
  CHECK(json["broken"][0]["unsure"] == ordered_json::array({"send_lag"}));
  CHECK(json["correct"][0]["limiter"] == "wrong");
  CHECK(json["correct"][0]["run"] == "runs/x");
}

TEST_CASE("every broken limiter and every scenario of the selftest can be read, and is used",
          "[codec]") {
  auto const table = decode_selftest(text_of(folder / "selftest.json"), "selftest.json").value();
  std::map<fault_family, int> of_family;
  std::set<std::string> used{"scenarios"};
  for (auto const& broken : table.broken) {
    ++of_family[broken.family];
    used.insert(broken.limiter);
    auto const manifest = folder / broken.limiter / "limiter.json";
    CHECK(decode_manifest(text_of(manifest), manifest.string()).has_value());
    auto const scenario = folder / "scenarios" / (broken.scenario + ".json");
    CHECK(decode_scenario(text_of(scenario), scenario.string()).has_value());
  }

  CHECK(table.broken.size() >= 15);
  for (auto const& family : {fault_family::over_admission,
                             fault_family::lock_out,
                             fault_family::headers,
                             fault_family::time,
                             fault_family::keys})
    CHECK(of_family[family] >= 2);
  for (auto const& entry : fs::directory_iterator(folder))
    if (entry.is_directory()) CHECK(used.contains(entry.path().filename().string()));
}

TEST_CASE("the README lists every broken limiter with its thread, scenario and check", "[codec]") {
  auto const table = decode_selftest(text_of(folder / "selftest.json"), "selftest.json").value();
  auto const readme = text_of(folder / "README.md");

  for (auto const& broken : table.broken) {
    auto const& url = broken.seen_in;
    auto const named = url.substr(std::string("https://github.com/").size());
    CHECK_THAT(readme,
               Catch::Contains("| `" + broken.limiter + "` | " + broken.fault + " | [" + named +
                               "](" + url + ") | `" + broken.scenario + "` | `" +
                               std::string(to_name(broken.found_by)) + "` |"));
  }
}
