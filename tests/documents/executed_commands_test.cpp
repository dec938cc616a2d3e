#include "harness/codec/text_file.hpp"
#include "tests/documents/command_homes.hpp"
#include "tests/documents/documented_commands.hpp"
#include "tests/documents/shell.hpp"
#include "tests/integration/harness_run.hpp"

#include <algorithm>
#include <sstream>

#include <catch2/catch.hpp>

using namespace limitproof;
namespace fs = std::filesystem;

namespace {

fs::path const source = LIMITPROOF_SOURCE_DIR;

// As before-after, in little, and light enough for a busy machine.
constexpr auto short_scenario = R"({
  "name": "short", "why": "Is there a run to look at?",
  "policy": { "limit": 20, "per": "1s", "burst": 10 }, "stack": { "nodes": 2 },
  "limiters": ["naive", "redis-token-bucket"],
  "attack": [ { "phase": "steady", "rate": "200/s", "for": "1s", "connections": 16, "keys": { "one": "attacker" } } ],
  "expect": { "naive": { "over_admission": "fail" }, "redis-token-bucket": { "verdict": "pass" } } })";

/// A folder in which what the documents name is there: a run with its history, and the fixtures.
struct readers_folder {
  harness_run run;
  fs::path directory;

  readers_folder() {
    start(run, {"run", scenario_file(run, "short", short_scenario)});
    auto const ended = run.ended();
    INFO(run.output());
    REQUIRE(ended == "exit status 0");
    directory = fs::canonical(path() / "reports/runs/latest");
    fs::create_directory_symlink(source / "tests", path() / "tests");
    fs::create_symlink(directory / "naive/history.db", path() / "history.db");
  }

  [[nodiscard]] fs::path path() const { return run.folder.path(); }

  [[nodiscard]] stand_ins real() const {
    return {directory.string(),
            "tests/fixtures/histories/nginx-shared-count.jsonl",
            LIMITPROOF_LIMITERS "/redis-token-bucket"};
  }
};

/// The words of a text: documents break lines where a terminal does not.
std::string words_of(std::string const& text) {
  std::istringstream in(text);
  std::string all;
  for (std::string word; in >> word;) all += word + " ";
  return all;
}

/// Whether a command printed what is shown, or began so where that ends with "…".
bool prints(std::string const& output, std::string const& shown) {
  auto const printed = words_of(output);
  auto const wanted = words_of(shown);
  std::string const more = "… ";
  return wanted.ends_with(more) ? printed.starts_with(wanted.substr(0, wanted.size() - more.size()))
                                : printed == wanted;
}

/// What documents show below a command; empty if none does.
std::string shown_below(std::string_view text) {
  for (auto const& documented : commands_of_documents(source))
    if (documented.text == text && !documented.shown.empty()) return documented.shown;
  return "";
}

/// How reports/README.md calls a file of a run directory.
std::string documented_name(fs::path const& file) {
  auto const limiter = file.begin()->string();
  if (limiter != "naive" && limiter != "redis-token-bucket") return file.string();
  auto const within = file.lexically_relative(limiter);
  return "<limiter>/" +
         (within.has_parent_path() ? within.begin()->string() + "/" : within.string());
}

}  // namespace

TEST_CASE("quick commands of the documents end as documented and print what is shown",
          "[integration]") {
  readers_folder const here;
  for (auto const& row : executed_commands()) {
    auto const done = run_in_shell(with_stand_ins(row.text, here.real()), here.path());
    INFO(row.text << "\n" << done.output);
    CHECK(done.ended == "exit status " + std::to_string(row.exit_code));
    if (auto const shown = shown_below(row.text); !shown.empty()) {
      INFO("is shown as\n" << shown);
      CHECK(prints(done.output, shown));
    }
  }

  CHECK(fs::exists(here.path() / "my-limit.json"));
  CHECK(fs::exists(here.directory / "naive/history.jsonl"));
}

TEST_CASE("reports/README.md has every file that a run leaves", "[integration]") {
  readers_folder const here;
  auto const readme = read_text(source / "reports/README.md").value();
  std::size_t files = 0;
  for (auto const& entry : fs::recursive_directory_iterator(here.directory)) {
    if (!entry.is_regular_file()) continue;
    auto const name = documented_name(entry.path().lexically_relative(here.directory));
    INFO(name);
    CHECK(readme.find("| `" + name + "` |") != std::string::npos);
    ++files;
  }
  CHECK(files > 12);
}

TEST_CASE("a line of nginx in the documented log_format can be judged", "[integration]") {
  auto const text = read_text(source / "reports/README.md").value();
  std::string lines;
  auto const begin = text.find("log_format limitproof");
  for (auto open = text.find('\'', begin); open < text.find("```", begin);
       open = text.find('\'', open)) {
    auto const close = text.find('\'', open + 1);
    lines += text.substr(open + 1, close - open - 1);
    open = close + 1;
  }
  for (auto const& [variable, value] : {std::pair{"$http_x_api_key", "alice"},
                                        std::pair{"$msec", "1700000000.123"},
                                        std::pair{"$request_time", "0.004"},
                                        std::pair{"$status", "429"},
                                        std::pair{"$hostname", "app-1"}}) {
    auto const at = lines.find(variable);
    INFO(lines);
    REQUIRE(at != std::string::npos);
    lines.replace(at, std::string_view(variable).size(), value);
  }
  temporary_directory const folder;
  REQUIRE(write_text(folder.path() / "access.log", lines + "\n").has_value());

  auto const done = run_in_shell("limitproof check access.log --policy 1/1s", folder.path());

  INFO(lines << "\n" << done.output);
  CHECK(done.output.find("1 requests for 1 keys") != std::string::npos);
  CHECK(done.output.find("0 admitted, 1 denied, 0 unknown") != std::string::npos);
}
