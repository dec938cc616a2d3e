#include "harness/codec/text_file.hpp"
#include "tests/documents/shell.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include <catch2/catch.hpp>

using namespace limitproof;
namespace fs = std::filesystem;

namespace {

fs::path const source = LIMITPROOF_SOURCE_DIR;

/// The files that limiters/README.md spells out: a block below a line that ends with the name in
/// code; and the block in C, which has none.
std::map<std::string, std::string> spelt_out_files() {
  std::map<std::string, std::string> files;
  std::istringstream lines(read_text(source / "limiters/README.md").value());
  std::string name;
  bool within = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      within = !within;
      if (line == "```c") name = "my-limits/once/once.c";
      if (!within) name.clear();
    } else if (within) {
      if (!name.empty()) files[name] += line + "\n";
    } else {
      auto const open = line.ends_with('`') ? line.find_last_of('`', line.size() - 2) : line.npos;
      name = open == line.npos ? "" : line.substr(open + 1, line.size() - open - 2);
    }
  }
  return files;
}

temporary_directory const& folder_with_examples() {
  static temporary_directory const folder;
  for (auto const& [name, text] : spelt_out_files()) {
    fs::create_directories((folder.path() / name).parent_path());
    REQUIRE(write_text(folder.path() / name, text).has_value());
  }
  return folder;
}

}  // namespace

TEST_CASE("the limiters that limiters/README.md spells out keep what they claim", "[integration]") {
  auto const& folder = folder_with_examples();

  for (auto const* name : {"hits-per-window", "get-then-set"}) {
    auto const linted =
        run_in_shell("limitproof lint my-limits/" + std::string(name), folder.path());
    INFO(name << "\n" << linted.output);
    CHECK(linted.ended == "exit status 0");
  }
}

TEST_CASE("the script that limiters/README.md spells out can be attacked where it lies",
          "[integration]") {
  auto const& folder = folder_with_examples();
  REQUIRE(write_text(folder.path() / "short.json", R"({
    "name": "short", "why": "Does it hold?", "policy": { "limit": 20, "per": "1s" }, "stack": { "nodes": 2 },
    "limiters": ["none"],
    "attack": [ { "phase": "steady", "rate": "200/s", "for": "1s", "connections": 16, "keys": { "one": "attacker" } } ] })")
              .has_value());

  auto const attacked =
      run_in_shell("limitproof run short.json --limiter-path my-limits --limiter hits-per-window",
                   folder.path());

  INFO(attacked.output);
  CHECK(attacked.ended == "exit status 0");
}

TEST_CASE(
    "the plugin in C of limiters/README.md is built by the documented line, and lint finds what it "
    "breaks",
    "[integration]") {
  auto const& folder = folder_with_examples();
  auto const once = folder.path() / "my-limits/once";
  REQUIRE(write_text(once / "limiter.json",
                     R"({ "summary": "so many, and no more ever", "kind": "native",
    "library": "once.so", "claims": { "algorithm": "fixed_window_first_hit", "time": "node", "shared": false,
    "atomic": false, "consumes_on_deny": false, "retry_after": false, "several_limits": false,
    "weighted": true, "exact": false } })")
              .has_value());

  auto const built = run_in_shell(
      "cc -shared -fPIC -I " + source.string() + " -Wall -Wextra -Werror once.c -o once.so", once);
  INFO(built.output);
  REQUIRE(built.ended == "exit status 0");

  auto const linted = run_in_shell("limitproof lint .", once);
  INFO(linted.output);
  CHECK(linted.ended == "exit status 1");
  CHECK(linted.output.find("Does not hold: algorithm") != std::string::npos);
}
