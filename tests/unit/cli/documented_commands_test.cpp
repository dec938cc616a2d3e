#include "tests/unit/cli/documented_commands.hpp"

#include "harness/cli/command_line.hpp"
#include "harness/codec/text_file.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>

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

void check_commands(std::string const& shell, std::size_t at_least) {
  in_source_tree const here;
  auto const commands = commands_in(shell);
  CHECK(commands.size() >= at_least);
  for (auto const& documented : commands) {
    INFO(documented.text);
    auto const parsed = parse(documented.arguments);
    if (auto const* const refused = std::get_if<early_exit>(&parsed)) FAIL_CHECK(refused->text);
    auto const* const asked = std::get_if<command>(&parsed);
    auto const* const run = asked == nullptr ? nullptr : std::get_if<run_command>(asked);
    if (run == nullptr) continue;
    for (auto const& scenario : run->scenarios)
      CHECK(
          (fs::exists(source / "scenarios" / (scenario + ".json")) || scenario.ends_with(".json")));
  }
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
  std::string shell;
  for (auto const* file :
       {"README.md", "limiters/README.md", "scenarios/README.md", "reports/README.md"})
    shell += shell_blocks(read_text(source / file).value());

  check_commands(shell, 3);
}

TEST_CASE("the GitHub workflow is YAML whose command the program understands", "[cli]") {
  auto const steps = yaml(source / "scenarios/gate/github.yml").at("jobs").at("limits").at("steps");
  std::string shell;
  for (auto const& step : steps)
    if (step.contains("run")) shell += step.at("run").get<std::string>() + "\n";

  check_commands(with_our_limiters(shell), 1);
  CHECK(shell.find("--gate --annotate github") != std::string::npos);
}

TEST_CASE("the GitLab pipeline is YAML whose command the program understands", "[cli]") {
  auto const job = yaml(source / "scenarios/gate/gitlab.yml").at("limits");
  std::string shell;
  for (auto const& line : job.at("script")) shell += line.get<std::string>() + "\n";

  check_commands(with_our_limiters(shell), 1);
  CHECK(shell.find("--gate") != std::string::npos);
  CHECK(job.at("artifacts").at("reports").at("junit") == "limitproof/reports/runs/*/junit.xml");
}
