#include "harness/codec/encode_report.hpp"

#include "tests/unit/report/sample_report.hpp"

#include <fstream>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;
using nlohmann::ordered_json;

namespace {

using key_paths = std::set<std::string>;

ordered_json encoded_sample() {
  auto r = sample_report();
  r.target = external_target{"shop.test", {"192.0.2.7", 80}, {1000, std::chrono::seconds(60)}};
  return ordered_json::parse(encode_report(r));
}

std::vector<std::string> keys_of(ordered_json const& object) {
  std::vector<std::string> keys;
  for (auto const& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

/// All keys of a schema's properties but the one that is left out where it would be empty.
std::vector<std::string> required_keys_of(ordered_json const& properties) {
  auto keys = keys_of(properties);
  std::erase(keys, "breaches");
  return keys;
}

bool is_open_map(std::string const& path) {
  return path == "/environment" || path == "/runs/store/commands";
}

template <class Enum>
ordered_json names_of() {
  auto names = ordered_json::array();
  for (auto const& entry : enum_names<Enum>) names.push_back(entry.name);
  return names;
}

/// Every key of a document as a path; array elements add nothing to it.
void collect_keys(ordered_json const& value, std::string const& path, key_paths& found) {
  if (value.is_array())
    for (auto const& element : value) collect_keys(element, path, found);
  if (!value.is_object() || is_open_map(path)) return;
  for (auto const& [key, member] : value.items()) {
    found.insert(path + "/" + key);
    collect_keys(member, path + "/" + key, found);
  }
}

/// The same paths as a schema allows them.
struct schema_walk {
  ordered_json const& root;
  key_paths found{};

  void visit(ordered_json const& schema, std::string const& path) {
    if (schema.contains("$ref")) {
      auto const target = schema["$ref"].get<std::string>();
      REQUIRE(target.front() == '#');
      visit(root.at(ordered_json::json_pointer(target.substr(1))), path);
    }
    if (schema.contains("anyOf"))
      for (auto const& choice : schema["anyOf"]) visit(choice, path);
    if (schema.contains("items")) visit(schema["items"], path);
    if (!schema.contains("properties")) return;
    CAPTURE(path);
    CHECK(schema.at("additionalProperties") == false);
    CHECK(schema.at("required") == required_keys_of(schema["properties"]));
    for (auto const& [key, member] : schema["properties"].items()) {
      CAPTURE(key);
      CHECK((member.contains("description") || member.contains("$ref")));
      found.insert(path + "/" + key);
      visit(member, path + "/" + key);
    }
  }
};

ordered_json read_schema() {
  std::ifstream in(LIMITPROOF_SOURCE_DIR "/reports/report.schema.json");
  REQUIRE(in);
  return ordered_json::parse(in);
}

}  // namespace

TEST_CASE("every key of an encoded report stands in the schema and vice versa", "[report]") {
  auto const schema = read_schema();
  key_paths encoded;
  collect_keys(encoded_sample(), "", encoded);
  schema_walk walk{schema};
  walk.visit(schema, "");

  CHECK(walk.found == encoded);
}

TEST_CASE("the schema knows the version and every word the encoder can write", "[report]") {
  auto const schema = read_schema();
  auto const allowed = [&](std::string const& pointer) {
    return schema.at(ordered_json::json_pointer(pointer + "/enum"));
  };

  CHECK(schema["properties"]["schema"]["const"] == encoded_sample()["schema"]);
  CHECK(allowed("/$defs/verdict") == names_of<verdict_kind>());
  CHECK(allowed("/$defs/run/properties/algorithm") == names_of<algorithm>());
  CHECK(allowed("/$defs/run/properties/judge") == names_of<judged_by>());
  CHECK(allowed("/$defs/run/properties/faults/items/properties/fault") == names_of<fault_action>());
  CHECK(allowed("/$defs/finding/properties/check") == names_of<check_name>());
  CHECK(allowed("/$defs/breach/properties/severity") == names_of<breach_severity>());
  CHECK(allowed("/$defs/run/properties/ended") == names_of<attack_end>());
  CHECK(allowed("/$defs/proving_request/properties/outcome") == names_of<outcome>());
  CHECK(allowed("/properties/size") == names_of<run_size>());
  CHECK(allowed("/properties/stack/properties/balance") == names_of<balance_method>());
  CHECK(allowed("/properties/stack/properties/on_store_error") == names_of<on_store_error>());
}

TEST_CASE("the report's keys come in one order", "[report]") {
  auto const sample = encoded_sample();

  CHECK(keys_of(sample) == std::vector<std::string>{"schema",
                                                    "scenario",
                                                    "why",
                                                    "verdict",
                                                    "exit_code",
                                                    "started_wall_us",
                                                    "duration_s",
                                                    "environment",
                                                    "command",
                                                    "seed",
                                                    "size",
                                                    "target",
                                                    "stack",
                                                    "phases",
                                                    "not_judged",
                                                    "runs"});
  CHECK(keys_of(sample["runs"][0]) == keys_of(sample["runs"][1]));
  CHECK(keys_of(sample["runs"][0]["latency_us"]["all"]) ==
        std::vector<std::string>{"count", "p50", "p90", "p99", "p999", "max"});
  CHECK(encode_report(sample_report()) == encode_report(sample_report()));
}

TEST_CASE("the report ends its last line", "[report]") {
  auto const text = encode_report(sample_report());

  CHECK(text.ends_with("}\n"));
  CHECK(text.starts_with("{\n  \"schema\": \"limitproof.report/1\",\n"));
}

TEST_CASE("figures arrive as numbers in the unit of their name", "[report]") {
  auto const sample = encoded_sample();
  auto const& naive = sample["runs"][0];

  CHECK(sample["duration_s"] == 21.50325);
  CHECK(naive["admission"]["ratio"] == 3.006);
  CHECK(naive["admission"]["degraded"] == ordered_json{{"admitted", 5}, {"denied", 3}});
  CHECK(naive["latency_us"]["denied"]["p50"] == 300);
  CHECK(naive["latency_from_intended_us"]["denied"]["p50"] == 340);
  CHECK(naive["limiter_latency_us"]["max"] == 18);
  CHECK(naive["steps"][1] == ordered_json{{"step", "attack"}, {"duration_us", 8'013'000}});
  CHECK(naive["checks"][0]["witness"] == ordered_json{1, 2, 3, 4, 5, 6, 7});
}

TEST_CASE("breaches are listed only where there are any", "[report]") {
  auto const sample = encoded_sample();

  CHECK_FALSE(sample["runs"][0]["checks"][0].contains("breaches"));
  CHECK(sample["runs"][0]["checks"][3]["breaches"][0] ==
        ordered_json{{"rule", "F2"},
                     {"severity", "must"},
                     {"section", "RFC 1 section 2"},
                     {"what", "an instant instead of a delay"},
                     {"line", "RateLimit-Reset: 1785585600"},
                     {"operation", 3},
                     {"occurrences", 1'503}});
}

TEST_CASE("an interval in microseconds contains the one in nanoseconds", "[report]") {
  auto const sample = encoded_sample();

  CHECK(sample["runs"][0]["checks"][0]["interval_us"] ==
        ordered_json{{"start", 1'500}, {"end", 5'701}});
}

TEST_CASE("what does not exist is null, not zero", "[report]") {
  auto r = sample_report();
  auto& run = r.runs.front();
  run.verdict.admission = {};
  run.limiter_latency = {};
  run.denial.reset();
  run.attack.overload_factor.reset();

  auto const encoded = ordered_json::parse(encode_report(r))["runs"][0];

  CHECK(encoded["admission"]["allowance"].is_null());
  CHECK(encoded["admission"]["ratio"].is_null());
  CHECK(encoded["admission"]["worst_window"].is_null());
  CHECK(encoded["limiter_latency_us"].is_null());
  CHECK(encoded["denial"].is_null());
  CHECK(encoded["attack"]["overload_factor"].is_null());
  CHECK(encoded["store"].is_null());
}

TEST_CASE("what no answer said is null in a series, and what is not limited has no allowance",
          "[report]") {
  auto const sample = encoded_sample();

  CHECK(sample["runs"][0]["arrivals"]["remaining"]["least"] == ordered_json{0, nullptr});
  CHECK(sample["runs"][0]["arrivals"]["permits"]["allowed"] == ordered_json{105, 110});
  CHECK(sample["runs"][1]["arrivals"]["permits"]["allowed"].is_null());
}

TEST_CASE("a certificate's requests lie within its interval in microseconds, too", "[report]") {
  auto const certificate = encoded_sample()["runs"][0]["certificates"][0];

  CHECK(certificate["check"] == "over_admission");
  CHECK(certificate["left_out"] == 5);
  CHECK(certificate["requests"][0]["sent_us"] == 1'500);
  CHECK(certificate["requests"][0]["received_us"] == 1'900);
  CHECK(certificate["requests"][1]["received_us"].is_null());
  CHECK(certificate["requests"][1]["status"].is_null());
  CHECK(certificate["requests"][1]["node"].is_null());
}

TEST_CASE("bytes that are not UTF-8 are replaced, and the document stays JSON", "[report]") {
  auto r = sample_report();
  r.runs.front().denial->headers = {{"X-Bad",
                                     "a\xff"
                                     "b\x01"}};

  auto const encoded = ordered_json::parse(encode_report(r));

  CHECK(encoded["runs"][0]["denial"]["headers"][0]["value"] ==
        "a\ufffd"
        "b\x01");
}
