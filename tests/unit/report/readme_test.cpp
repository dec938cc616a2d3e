#include "harness/codec/run_record_codec.hpp"
#include "harness/codec/verdict_codec.hpp"
#include "harness/history/history_db.hpp"
#include "harness/report/write_junit.hpp"
#include "tests/unit/report/sample_report.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <set>
#include <sstream>
#include <utility>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <unistd.h>

using namespace limitproof;

namespace {

using names = std::set<std::string>;

std::string read_source(std::string const& path) {
  std::ifstream in(std::string(LIMITPROOF_SOURCE_DIR "/") + path);
  REQUIRE(in);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A section of reports/README.md, without the next one; "" is what stands before the first.
std::string section(std::string const& heading) {
  auto const text = "\n" + read_source("reports/README.md");
  auto const head = heading.empty() ? std::string("\n") : "\n## " + heading + "\n";
  auto const begin = text.find(head);
  INFO("reports/README.md has no section \"" << heading << "\"");
  REQUIRE(begin != std::string::npos);
  return text.substr(begin + head.size(),
                     text.find("\n## ", begin + head.size()) - begin - head.size());
}

/// The words of a text: `admission.ratio` has two.
names words_in(std::string const& text) {
  names found;
  std::string word;
  for (char const c : text + " ") {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
      word += c;
    else if (!word.empty())
      found.insert(std::exchange(word, {}));
  }
  return found;
}

/// Every word of a section's inline code, up to its first code block.
names documented_names(std::string const& heading) {
  auto text = section(heading);
  text.resize(std::min(text.find("```"), text.size()));
  names found;
  for (auto open = text.find('`'); open != std::string::npos; open = text.find('`', open)) {
    auto const close = std::min(text.find('`', open + 1), text.size());
    found.merge(words_in(text.substr(open + 1, close - open - 1)));
    open = std::min(close + 1, text.size());
  }
  return found;
}

void collect_properties(nlohmann::json const& schema, names& found) {
  if (schema.is_object() && schema.contains("properties"))
    for (auto const& [name, member] : schema["properties"].items()) found.insert(name);
  for (auto const& member : schema)
    if (member.is_structured()) collect_properties(member, found);
}

void collect_keys(nlohmann::json const& value, names& found) {
  if (value.is_object())
    for (auto const& [name, member] : value.items()) found.insert(name);
  for (auto const& member : value)
    if (member.is_structured()) collect_keys(member, found);
}

names properties_of(std::string const& schema) {
  names found;
  collect_properties(nlohmann::json::parse(read_source(schema)), found);
  return found;
}

names missing_from(names const& documented, names const& wanted) {
  names missing;
  for (auto const& name : wanted)
    if (!documented.contains(name)) missing.insert(name);
  return missing;
}

/// Tables and columns of a history.db as it is written today.
names names_in_history_db() {
  auto const file = std::filesystem::temp_directory_path() /
                    ("limitproof-readme-" + std::to_string(::getpid()) + ".db");
  write_history_db(file, {}).value();
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> const closing(db, &sqlite3_close);
  names found;
  auto const collect = [](void* to, int, char** values, char**) {
    static_cast<names*>(to)->insert({values[0], values[1]});
    return 0;
  };
  sqlite3_exec(db,
               "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c "
               "WHERE t.name NOT LIKE 'sqlite_%'",
               collect,
               &found,
               nullptr);
  std::filesystem::remove(file);
  return found;
}

/// Of a verdict in which everything is there that can be.
names names_in_verdict_json() {
  verdict v;
  finding found{check_name::over_admission, verdict_kind::fail, "", time_interval{1, 2}, {1}};
  found.breaches = {{"F2", breach_severity::must, "", "", "", 1, 1}};
  v.findings = {found};
  v.admission.allowance = 1;
  v.admission.ratio = 1.0;
  v.admission.worst = worst_window{1, 1, {1, 2}};
  v.admission.wrongful_denials = 0;
  names keys;
  collect_keys(nlohmann::json::parse(encode_verdict(v)), keys);
  return keys;
}

names names_in_run_json() {
  run_record::attacked run;
  run.limiter = "naive";
  run.steps = {{"attack", 1}};
  run.store = store_figures{};
  run.store->script = decision_script{"a.lua", "", true};
  run.store_round_trip = percentiles_us{};
  run_record record;
  record.runs = {run};
  names keys;
  collect_keys(nlohmann::json::parse(encode_run_record(record)), keys);
  return keys;
}

/// Elements and attributes; what stands between them is no name.
names names_in_junit_xml() {
  auto missed = sample_report();
  missed.runs.front().expectations = {{"verdict", "pass", "fail", false}};
  missed.runs.front().met = false;
  auto const xml = write_junit("all", {{"a", "a", missed}});
  REQUIRE(xml.find("<failure message=") != std::string::npos);
  names found;
  std::regex const name(R"re(<([a-z-]+)[ >]| ([a-z]+)=")re");
  auto const elements = xml.substr(xml.find("<testsuites"));
  for (std::sregex_iterator match(elements.begin(), elements.end(), name), end; match != end;
       ++match)
    found.merge(words_in((*match)[1].str() + " " + (*match)[2].str()));
  return found;
}

}  // namespace

TEST_CASE("reports/README.md names every field of report.json", "[report]") {
  auto const fields = properties_of("reports/report.schema.json");
  REQUIRE(fields.contains("certified_excess"));

  CHECK(missing_from(documented_names("report.json"), fields) == names{});
}

TEST_CASE("reports/README.md names every field of summary.json", "[report]") {
  auto const fields = properties_of("reports/summary.schema.json");
  REQUIRE(fields.contains("decisive"));

  CHECK(missing_from(documented_names(""), fields) == names{});
}

TEST_CASE("reports/README.md names every field of verdict.json and run.json", "[report]") {
  REQUIRE(names_in_verdict_json().contains("permits_offered"));
  REQUIRE(names_in_run_json().contains("sha1"));

  CHECK(missing_from(documented_names("verdict.json"), names_in_verdict_json()) == names{});
  CHECK(missing_from(documented_names("run.json"), names_in_run_json()) == names{});
}

TEST_CASE("reports/README.md names every element and attribute of junit.xml", "[report]") {
  REQUIRE(names_in_junit_xml().contains("testsuites"));

  CHECK(missing_from(documented_names("junit.xml"), names_in_junit_xml()) == names{});
}

TEST_CASE("reports/README.md names every table and column of history.db", "[report]") {
  auto const columns = names_in_history_db();
  REQUIRE(columns.contains("operations"));
  REQUIRE(columns.contains("intended_ns"));

  CHECK(missing_from(documented_names("history.db"), columns) == names{});
}

TEST_CASE("reports/README.md names every outcome", "[report]") {
  names outcomes;
  for (auto const& entry : enum_names<outcome>) outcomes.emplace(entry.name);

  CHECK(missing_from(documented_names("What became of a request"), outcomes) == names{});
}
