#include "harness/history/history_db.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
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

/// Every word of the README's inline code: `admission.ratio` has two. From the first code block on
/// it documents other things.
names documented_names() {
  auto text = read_source("reports/README.md");
  text.resize(text.find("```"));
  names found;
  std::string word;
  bool in_code = false;
  for (char const c : text) {
    auto const is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (in_code && is_letter) {
      word += c;
      continue;
    }
    if (!word.empty()) found.insert(std::exchange(word, {}));
    if (c == '`') in_code = !in_code;
  }
  return found;
}

void collect_properties(nlohmann::json const& schema, names& found) {
  if (schema.is_object() && schema.contains("properties"))
    for (auto const& [name, member] : schema["properties"].items()) found.insert(name);
  for (auto const& member : schema)
    if (member.is_structured()) collect_properties(member, found);
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

}  // namespace

TEST_CASE("reports/README.md names every field of report.json", "[report]") {
  names fields;
  collect_properties(nlohmann::json::parse(read_source("reports/report.schema.json")), fields);
  REQUIRE(fields.contains("certified_excess"));

  CHECK(missing_from(documented_names(), fields) == names{});
}

TEST_CASE("reports/README.md names every table and column of history.db", "[report]") {
  auto const columns = names_in_history_db();
  REQUIRE(columns.contains("operations"));
  REQUIRE(columns.contains("intended_ns"));

  CHECK(missing_from(documented_names(), columns) == names{});
}

TEST_CASE("reports/README.md names every outcome", "[report]") {
  names outcomes;
  for (auto const& entry : enum_names<outcome>) outcomes.emplace(entry.name);

  CHECK(missing_from(documented_names(), outcomes) == names{});
}
