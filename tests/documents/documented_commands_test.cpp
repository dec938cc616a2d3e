#include "tests/documents/documented_commands.hpp"

#include "harness/cli/command_line.hpp"
#include "harness/cli/command_reference.hpp"
#include "harness/codec/text_file.hpp"
#include "tests/documents/command_homes.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;
namespace fs = std::filesystem;

namespace {

fs::path const source = LIMITPROOF_SOURCE_DIR;

/// Paths in documents are relative to the source tree.
class in_source_tree {
 public:
  in_source_tree() { fs::current_path(source); }

  ~in_source_tree() { fs::current_path(before_); }

  in_source_tree(in_source_tree const&) = delete;
  in_source_tree& operator=(in_source_tree const&) = delete;

 private:
  fs::path before_ = fs::current_path();
};

std::variant<command, early_exit> parse(std::vector<std::string> const& arguments) {
  std::vector<char const*> all{"limitproof"};
  for (auto const& argument : arguments) all.push_back(argument.c_str());
  return parse_command_line(static_cast<int>(all.size()), all.data());
}

/// A scenario by its name or file, a limiter by its folder's name wherever one lies.
void check_names(run_command const& run) {
  for (auto const& scenario : run.scenarios)
    CHECK(
        (fs::exists(source / "scenarios" / (scenario + ".json")) || fs::exists(source / scenario)));
  for (auto const& limiter : run.limiters)
    CHECK((!run.limiter_paths.empty() || fs::exists(source / "limiters" / limiter)));
}

void check_parses(documented_command const& documented) {
  auto const parsed = parse(documented.arguments);
  if (auto const* const refused = std::get_if<early_exit>(&parsed)) FAIL_CHECK(refused->text);
  auto const* const asked = std::get_if<command>(&parsed);
  if (asked == nullptr) return;
  if (auto const* const run = std::get_if<run_command>(asked)) check_names(*run);
}

/// Of a workflow: whatever is no command of ours is left out.
std::size_t check_commands(std::string const& shell) {
  in_source_tree const here;
  std::size_t checked = 0;
  for (auto const& documented : commands_in(shell)) {
    if (documented.arguments.empty()) continue;
    INFO(documented.text);
    check_parses(documented);
    ++checked;
  }
  return checked;
}

/// `limitproof compare` in a sentence names a subcommand; to type it, more is needed.
bool is_mention(documented_command const& documented) {
  if (documented.arguments.size() != 1 ||
      std::holds_alternative<command>(parse(documented.arguments)))
    return false;
  auto const all = command_reference();
  return std::any_of(all.begin(), all.end(), [&](subcommand_reference const& sub) {
    return sub.name == documented.arguments.front();
  });
}

stand_ins const for_parsing{(source / "limiters").string(),
                            "tests/fixtures/histories/nginx-shared-count.jsonl",
                            "limiters/redis-token-bucket"};

documented_command with_stand_ins(documented_command documented) {
  auto replaced = commands_in(with_stand_ins(documented.text, for_parsing)).front();
  documented.arguments = std::move(replaced.arguments);
  // Folders that the reader has made by then.
  for (auto& argument : documented.arguments)
    if (argument.starts_with("$") || argument.starts_with("my-limits"))
      argument = for_parsing.directory;
  return documented;
}

/// tests/documents/walk takes these out of the README itself, all of them.
bool is_walked(documented_command const& documented) {
  return documented.document == "README.md" && documented.heading == "## Ten minutes" &&
         documented.is_step;
}

std::set<std::string_view> texts_with_a_home() {
  std::set<std::string_view> texts;
  for (auto const& row : executed_commands()) texts.insert(row.text);
  for (auto const& row : covered_commands()) texts.insert(row.text);
  return texts;
}

nlohmann::json yaml(fs::path const& file) {
  auto const line =
      "python3 -c 'import json, sys, yaml; "
      "print(json.dumps(yaml.load(open(sys.argv[1]), yaml.BaseLoader)))' " +
      file.string();
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> const pipe(::popen(line.c_str(), "re"),
                                                             &::pclose);
  REQUIRE(pipe);
  std::string text;
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get()))
    text += static_cast<char>(c);
  INFO("needs the package python3-yaml");
  REQUIRE_FALSE(text.empty());
  return nlohmann::json::parse(text);
}

// The folder that a workflow makes for a limiter of its own is not in this tree.
std::string with_our_limiters(std::string shell) {
  std::string const theirs = "--limiter-path limiters ";
  auto const at = shell.find(theirs);
  REQUIRE(at != std::string::npos);
  return shell.replace(at, theirs.size(), "--limiter-path " + (source / "limiters").string() + " ");
}

}  // namespace

TEST_CASE("every command of the documents is one the program understands", "[cli]") {
  in_source_tree const here;
  std::size_t checked = 0;
  for (auto const& documented : commands_of_documents(source)) {
    if (documented.arguments.empty() || is_mention(documented)) continue;
    INFO(documented.document << ": " << documented.text);
    check_parses(with_stand_ins(documented));
    ++checked;
  }
  CHECK(checked > 40);
}

TEST_CASE("every command of the documents is run by a test", "[cli]") {
  auto const homes = texts_with_a_home();
  for (auto const& documented : commands_of_documents(source)) {
    if (is_mention(documented) || is_walked(documented)) continue;
    INFO(documented.document << ": " << documented.text
                             << " needs a row in tests/documents/command_homes.cpp");
    CHECK(homes.contains(documented.text));
  }
}

TEST_CASE("what is said to run a documented command does, and is still needed", "[cli]") {
  std::set<std::string> documented;
  for (auto const& command : commands_of_documents(source)) documented.insert(command.text);

  for (auto const& text : texts_with_a_home()) {
    INFO(text);
    CHECK(documented.contains(std::string(text)));
  }
  for (auto const& row : covered_commands()) {
    INFO(row.text << ": " << row.file);
    CHECK(read_text(source / row.file).value().find(row.says) != std::string::npos);
  }
}

TEST_CASE("commands are taken from shell blocks and from lines, without their comments", "[cli]") {
  auto const found =
      commands_of_document("x.md",
                           "Say `limitproof list` and `word`.\n\n```sh\n"
                           "./scenarios/run a --seed 7   # as ever\n"
                           "sed -i 's/a # b/c/' \\\n  file\n```\n"
                           "```sh\nlimitproof env\n```\n\n```text\nmachine: x\n```\n");

  REQUIRE(found.size() == 4);
  CHECK(found[0].arguments == std::vector<std::string>{"list"});
  CHECK(found[1].text == "./scenarios/run a --seed 7");
  CHECK(found[1].arguments == std::vector<std::string>{"run", "a", "--seed", "7"});
  CHECK(found[2].text == "sed -i 's/a # b/c/' \\\n  file");
  CHECK(found[2].arguments.empty());
  CHECK(found[2].shown.empty());
  CHECK(found[3].shown == "machine: x\n");
}

TEST_CASE("the GitHub workflow is YAML whose command the program understands", "[cli]") {
  auto const steps = yaml(source / "scenarios/gate/github.yml").at("jobs").at("limits").at("steps");
  std::string shell;
  for (auto const& step : steps)
    if (step.contains("run")) shell += step.at("run").get<std::string>() + "\n";

  CHECK(check_commands(with_our_limiters(shell)) == 1);
  CHECK(shell.find("--gate --annotate github") != std::string::npos);
}

TEST_CASE("the GitLab pipeline is YAML whose command the program understands", "[cli]") {
  auto const job = yaml(source / "scenarios/gate/gitlab.yml").at("limits");
  std::string shell;
  for (auto const& line : job.at("script")) shell += line.get<std::string>() + "\n";

  CHECK(check_commands(with_our_limiters(shell)) == 1);
  CHECK(shell.find("--gate") != std::string::npos);
  CHECK(job.at("artifacts").at("reports").at("junit") == "limitproof/reports/runs/*/junit.xml");
}
