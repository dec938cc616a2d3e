#include "harness/codec/decode_scenario.hpp"
#include "harness/codec/phase_json.hpp"
#include "tests/unit/codec/json_schema.hpp"
#include "tests/unit/codec/sample_documents.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

using namespace limitproof;
using nlohmann::ordered_json;

namespace {

std::filesystem::path const scenarios = std::filesystem::path(LIMITPROOF_SOURCE_DIR) / "scenarios";

ordered_json read_json(std::filesystem::path const& file) {
  std::ifstream in(file);
  REQUIRE(in);
  return ordered_json::parse(in);
}

ordered_json const& schema() {
  static auto const document = read_json(scenarios / "scenario.schema.json");
  return document;
}

bool satisfies_scenario(ordered_json const& document) {
  static schema_files const others = {
      {"policy-set.schema.json", read_json(scenarios / "policy-set.schema.json")}};
  return satisfies(document, schema(), others);
}

bool decodes(ordered_json const& document) {
  return decode_scenario(document.dump(), "x.json").has_value();
}

void collect_pointers(ordered_json const& node,
                      std::string const& pointer,
                      std::vector<std::string>& out) {
  out.push_back(pointer);
  if (!node.is_structured()) return;
  for (auto const& [key, value] : node.items()) {
    auto const step =
        ordered_json::json_pointer() / key;  // with what a pointer cannot hold escaped
    collect_pointers(value, pointer + step.to_string(), out);
  }
}

std::vector<std::string> pointers(ordered_json const& document) {
  std::vector<std::string> all;
  collect_pointers(document, "", all);
  return all;
}

// Which names stand for something is asked across the file; what a set of policies has is in the
// test of its own schema.
bool is_about_policies(std::string const& pointer) {
  for (auto const* place : {"/policies", "/updates", "/full/updates", "/faults/0/update"})
    if (pointer.starts_with(place)) return true;
  return pointer.starts_with("/attack/") && pointer.ends_with("/policy");
}

// Expectations belong to limiters that are listed, min is not above max, a clock is a node's, and
// names of policies and updates stand for something: the decoder alone knows.
bool only_the_decoder_sees(std::string const& pointer, ordered_json const& value) {
  if (is_about_policies(pointer)) return true;
  if (pointer.starts_with("/limiters")) return true;
  if (pointer == "/expect") return !value.empty();
  return pointer.starts_with("/expect/naive/admission_ratio/") && value.is_number();
}

template <class Enum>
ordered_json names() {
  auto all = ordered_json::array();
  for (auto const& entry : enum_names<Enum>) all.push_back(entry.name);
  return all;
}

}  // namespace

TEST_CASE("every shipped scenario decodes, satisfies the schema and has its file's name",
          "[codec]") {
  int found = 0;
  for (auto const& entry : std::filesystem::directory_iterator(scenarios)) {
    auto const file = entry.path();
    if (file.extension() != ".json" || file.stem().extension() == ".schema") continue;
    ++found;
    auto const document = read_json(file);
    auto const decoded = decode_scenario(document.dump(), file.string());
    INFO(file << ": " << (decoded ? "" : decoded.error().what));
    REQUIRE(decoded.has_value());
    CHECK(decoded->name == file.stem().string());
    CHECK(satisfies_scenario(document));
  }
  CHECK(found > 0);
}

TEST_CASE("schema and decoder agree on whichever value is replaced by whatever", "[codec]") {
  auto const [document, least_refused] =
      GENERATE(table<ordered_json, int>({{full_scenario(), 1000}, {scenario_of_policies(), 700}}));
  std::vector<ordered_json> const values = {nullptr,
                                            true,
                                            false,
                                            -1,
                                            0,
                                            1,
                                            33,
                                            4097,
                                            1.5,
                                            1'000'000'000'001,
                                            "",
                                            "x",
                                            "naive",
                                            "A/b",
                                            "1s",
                                            "1sec",
                                            "01s",
                                            "2000/s",
                                            "0/s",
                                            "fail",
                                            "steady",
                                            "closed-loop",
                                            "-1s",
                                            "kill",
                                            "clock",
                                            "nodes",
                                            "store",
                                            "a\nb",
                                            " a",
                                            std::string(65, 'a'),
                                            std::string(257, 'a'),
                                            ordered_json::array(),
                                            {"naive"},
                                            {"naive", "naive"},
                                            {1},
                                            ordered_json::object(),
                                            {{"one", "x"}},
                                            {{"min", 1}},
                                            {{"limit", 5}, {"per", "1s"}},
                                            {{"verdict", "pass"}}};
  int accepted = 0;
  int refused = 0;

  REQUIRE(decodes(document));
  for (auto const& pointer : pointers(document))
    for (auto const& value : values) {
      if (only_the_decoder_sees(pointer, value)) continue;
      auto const changed = with(document, pointer, value);
      auto const decoded = decodes(changed);
      ++(decoded ? accepted : refused);
      if (decoded != satisfies_scenario(changed))
        FAIL_CHECK(pointer << " replaced by " << value.dump() << ": the decoder "
                           << (decoded ? "accepts" : "refuses") << " it, the schema does not");
    }
  CHECK(accepted > 50);
  CHECK(refused > least_refused);
}

TEST_CASE("schema and decoder agree on whichever member is missing, unknown or misspelt",
          "[codec]") {
  auto const document = GENERATE(full_scenario(), scenario_of_policies());
  for (auto const& pointer : pointers(document)) {
    if (pointer.empty() || pointer.starts_with("/limiters") || is_about_policies(pointer)) continue;
    ordered_json::json_pointer const place(pointer);
    INFO(pointer);
    if (document.at(place.parent_pointer()).is_object()) {
      auto const shorter = without(document, pointer);
      CHECK(decodes(shorter) == satisfies_scenario(shorter));
      if (place.parent_pointer().to_string() != "/expect") {
        auto const misspelt = with(shorter, pointer + "s", document.at(place));
        CHECK_FALSE(decodes(misspelt));
        CHECK_FALSE(satisfies_scenario(misspelt));
      }
    }
    if (document.at(place).is_object() && pointer != "/expect") {
      auto const longer = with(document, pointer + "/zzz", 1);
      CHECK_FALSE(decodes(longer));
      CHECK_FALSE(satisfies_scenario(longer));
    }
  }
}

TEST_CASE("schema and decoder agree on limiters and names", "[codec]") {
  auto document = without(full_scenario(), "/expect");
  for (auto const& limiters : {ordered_json::array({"a"}),
                               ordered_json::array(),
                               ordered_json::array({"a", "b", "a"}),
                               ordered_json::array({"A"}),
                               ordered_json::array({"-a"}),
                               ordered_json::array({"a/b"}),
                               ordered_json::array({5}),
                               ordered_json("a")}) {
    INFO(limiters);
    document["limiters"] = limiters;
    CHECK(decodes(document) == satisfies_scenario(document));
  }
}

TEST_CASE("the schema spells every closed list as the program does", "[codec]") {
  auto const& definitions = schema()["$defs"];

  CHECK(schema()["properties"]["judge"]["enum"] == names<judged_by>());
  CHECK(schema()["properties"]["stack"]["properties"]["balance"]["enum"] ==
        names<balance_method>());
  CHECK(schema()["properties"]["stack"]["properties"]["on_store_error"]["enum"] ==
        names<on_store_error>());
  CHECK(definitions["verdict"]["enum"] == names<verdict_kind>());

  auto faults = ordered_json::array();
  for (auto const& kind : definitions["fault"]["oneOf"]) {
    auto const reference = kind["$ref"].get<std::string>().substr(1);
    auto const& spelled_fault =
        schema().at(ordered_json::json_pointer(reference))["properties"]["fault"];
    if (spelled_fault.contains("const"))
      faults.push_back(spelled_fault["const"]);
    else
      faults.insert(faults.end(), spelled_fault["enum"].begin(), spelled_fault["enum"].end());
  }
  CHECK(faults == names<fault_action>());

  auto subjects = ordered_json::array({"verdict"});
  for (auto const& list : {names<check_name>(), names<figure>()})
    subjects.insert(subjects.end(), list.begin(), list.end());
  auto spelled = ordered_json::array();
  for (auto const& [subject, unused] : definitions["expectations"]["properties"].items())
    spelled.push_back(subject);
  CHECK(spelled == subjects);

  std::vector<std::string> words;
  for (auto const& kind : definitions["phase"]["oneOf"]) {
    auto const reference = kind["$ref"].get<std::string>();
    words.push_back(schema().at(
        ordered_json::json_pointer(reference.substr(1)))["properties"]["phase"]["const"]);
  }
  CHECK(words == phase_words());
}

TEST_CASE("schema and decoder agree on how a burst mode may look", "[codec]") {
  struct {
    char const* limit;
    bool allowed;
  } const limits[] = {
      {R"({"limit":100,"per":"1s","burst_mode":{"hard":150,"for":"5s"}})", true},
      {R"({"limit":100,"per":"1s","burst":1,"burst_mode":{"hard":150,"for":"5s"}})", false},
      {R"({"limit":100,"per":"1s","burst_mode":{"hard":150}})", false},
      {R"({"limit":100,"per":"1s","burst_mode":{"for":"5s"}})", false},
      {R"({"limit":100,"per":"1s","burst_mode":{"hard":150,"for":"5s","soft":1}})", false},
      {R"({"limit":100,"per":"1s","burst_mode":{"hard":"150","for":"5s"}})", false},
      {R"({"limit":100,"per":"1s","burst_mode":{"hard":150,"for":5}})", false},
      {R"({"limit":100,"per":"1s","burst_mode":150})", false}};

  for (auto const& [text, allowed] : limits) {
    auto const document = with(full_scenario(), "/policy/0", ordered_json::parse(text));
    INFO(text);
    CHECK(decodes(document) == allowed);
    CHECK(satisfies(document, schema()) == allowed);
  }
}

TEST_CASE("what a schema cannot see is refused by the decoder alone", "[codec]") {
  struct {
    std::string pointer;
    ordered_json value;
  } const beyond[] = {{"/attack/0/for", "2h"},
                      {"/attack/0/rate", "10000001/s"},
                      {"/policy/0/per", "1us"},
                      {"/stack/nodes", 3.0},
                      {"/stack/node_clocks", {"0s", "0s", "0s"}},
                      {"/faults/0/target", "node-3"},
                      {"/faults/1/offset", "-2d"},
                      {"/expect/naive/admission_ratio", {{"min", 2}, {"max", 1}}},
                      {"/expect/stranger", {{"verdict", "pass"}}}};

  for (auto const& difference : beyond) {
    auto const document = with(full_scenario(), difference.pointer, difference.value);
    INFO(difference.pointer);
    CHECK(satisfies_scenario(document));
    CHECK_FALSE(decodes(document));
  }
}

TEST_CASE("the schema check tells a keyword it does not know", "[codec]") {
  CHECK_THROWS_AS(satisfies(1, {{"multipleOf", 2}}), std::invalid_argument);
}
