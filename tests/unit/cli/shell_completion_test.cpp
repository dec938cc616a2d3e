#include "harness/cli/shell_completion.hpp"

#include "harness/cli/man_page.hpp"
#include "harness/codec/text_file.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <sstream>

#include <catch2/catch.hpp>

using namespace limitproof;
using words = std::vector<std::string>;

namespace {

/// What bash offers for a command line whose last word is to be completed. The program is one that
/// knows two scenarios and a limiter.
words offered(std::string const& line) {
  temporary_directory const folder;
  auto const script = folder.path() / "complete.bash";
  auto const text = bash_completion(command_reference()) + R"(
limitproof() {
  [ "$2" = scenarios ] && printf 'Scenarios\n  %-24s Why?\n  %-24s compares x\n  %-24s Why?\n' before-after '' concurrency
  [ "$2" = limiters ] && printf 'Limiters\n  %-24s Counts.\n' redis-gcra
}
)" + "COMP_WORDS=(" +
                    line +
                    ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_limitproof\n"
                    "printf '%s\\n' \"${COMPREPLY[@]}\"\n";
  REQUIRE(write_text(script, text).has_value());
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> const pipe(
      ::popen(("bash " + script.string() + " 2>&1").c_str(), "re"), &::pclose);
  REQUIRE(pipe);
  std::string out;
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get()))
    out += static_cast<char>(c);
  words found;
  std::istringstream lines(out);
  for (std::string word; std::getline(lines, word);)
    if (!word.empty()) found.push_back(word);
  return found;
}

subcommand_reference const& subcommand(std::vector<subcommand_reference> const& all,
                                       std::string const& name) {
  auto const found =
      std::find_if(all.begin(), all.end(), [&name](auto const& each) { return each.name == name; });
  REQUIRE(found != all.end());
  return *found;
}

}  // namespace

TEST_CASE("bash completes subcommands, their options, and what the program knows", "[cli]") {
  CHECK(offered("limitproof pru") == words{"prune"});
  CHECK(offered("limitproof run --ga") == words{"--gate"});
  CHECK(offered("limitproof prune --k") == words{"--keep"});
  CHECK(offered("limitproof run \"\"") == words{"before-after", "concurrency"});
  CHECK(offered("limitproof run before-after con") == words{"concurrency"});
  CHECK(offered("limitproof run before-after --limiter \"\"") == words{"redis-gcra"});
  CHECK(offered("limitproof describe r") == words{"redis-gcra"});
}

TEST_CASE("where files are meant the shell offers its own", "[cli]") {
  CHECK(offered("limitproof run a --out \"\"").empty());
  CHECK(offered("limitproof report \"\"").empty());
}

TEST_CASE("the reference has what --help has, options of groups included", "[cli]") {
  auto const all = command_reference();
  auto const has = [](subcommand_reference const& sub, std::string const& name, bool value) {
    return std::any_of(sub.options.begin(), sub.options.end(), [&](auto const& option) {
      return option.name == name && option.takes_value == value && !option.description.empty();
    });
  };

  CHECK(has(subcommand(all, "run"), "--seed", true));
  CHECK(has(subcommand(all, "run"), "--gate", false));
  CHECK(has(subcommand(all, "describe"), "--all", false));
  for (auto const& each : all) CHECK_FALSE(each.description.empty());
}

TEST_CASE("zsh is told each option with what it does", "[cli]") {
  auto const script = zsh_completion(command_reference());

  CHECK(script.starts_with("#compdef limitproof\n"));
  CHECK(script.find("'*--seed[Instead of the scenario'\\''s seed]:value:_files'") !=
        std::string::npos);
  CHECK(script.find("'*:scenario:($(_limitproof_names scenarios))'") != std::string::npos);
}

TEST_CASE("the manual has every subcommand and option, with nothing roff would act on", "[cli]") {
  auto const all = command_reference();
  auto const page = man_page(all);

  CHECK(page.starts_with(".TH LIMITPROOF 1\n"));
  for (auto const& each : all)
    CHECK(page.find("\n.SS limitproof " + each.name + "\n") != std::string::npos);
  CHECK(page.find("\n\\fB\\-\\-clock\\-drift\\-ppm\\fR \\fIVALUE\\fR\n") != std::string::npos);
  CHECK(man_page({{"x", ".so /etc/passwd \\n", {}}}).find("\n\\&.so /etc/passwd \\en.\n") !=
        std::string::npos);
}
