#include "harness/cli/command_line.hpp"

#include "harness/cli/exit_codes.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::variant<command, early_exit> parse(std::vector<char const*> arguments) {
  arguments.insert(arguments.begin(), "limitproof");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

template <class Command>
Command parsed(std::vector<char const*> const& arguments) {
  return std::get<Command>(std::get<command>(parse(arguments)));
}

early_exit refused(std::vector<char const*> const& arguments) {
  return std::get<early_exit>(parse(arguments));
}

}  // namespace

TEST_CASE("run takes a scenario and what replaces its settings", "[cli]") {
  auto const run = parsed<run_command>({"run",
                                        "before-after",
                                        "--limiter",
                                        "naive",
                                        "--limiter",
                                        "none",
                                        "--seed",
                                        "9",
                                        "--strict"});

  CHECK(run.scenario == "before-after");
  CHECK(run.limiters == std::vector<std::string>{"naive", "none"});
  CHECK(run.seed == 9);
  CHECK(run.strict);
}

TEST_CASE("a scenario may stand behind the flags", "[cli]") {
  auto const run = parsed<run_command>({"run", "--limiter", "naive", "before-after"});

  CHECK(run.scenario == "before-after");
  CHECK(run.limiters == std::vector<std::string>{"naive"});
}

TEST_CASE("each subcommand has a value of its own", "[cli]") {
  CHECK(parsed<list_command>({"list", "checks"}).what == "checks");
  CHECK(parsed<list_command>({"list"}).what.empty());
  CHECK(parsed<check_command>({"check", "/"}).directory == "/");
  CHECK(parsed<report_command>({"report", "/"}).directory == "/");
  CHECK(parsed<prune_command>({"prune", "--keep", "3"}).keep == 3);
  CHECK(std::holds_alternative<doctor_command>(std::get<command>(parse({"doctor"}))));
}

TEST_CASE("a wrong command line exits 2 and says what is wrong", "[cli]") {
  std::vector<std::pair<std::vector<char const*>, std::string>> const wrong = {
      {{}, "subcommand"},
      {{"run"}, "scenario"},
      {{"run", "a", "b"}, "b"},
      {{"run", "a", "--sed", "1"}, "--sed"},
      {{"run", "a", "--seed", "-1"}, "--seed"},
      {{"run", "a", "--seed", "many"}, "--seed"},
      {{"list", "nodes"}, "nodes"},
      {{"check", "/no/such/folder"}, "/no/such/folder"},
      {{"prune", "--keep", "-3"}, "--keep"}};

  for (auto const& [arguments, named] : wrong) {
    auto const exit = refused(arguments);
    INFO(exit.text);
    CHECK(exit.code == exit_usage);
    CHECK(exit.text.find(named) != std::string::npos);
  }
}

TEST_CASE("help exits 0 and lists the exit codes", "[cli]") {
  auto const help = refused({"--help"});

  CHECK(help.code == exit_met);
  CHECK(help.text.find("130  interrupted") != std::string::npos);
}

TEST_CASE("every error has the exit code the table promises", "[cli]") {
  CHECK(exit_code_of(errc::bad_usage) == 2);
  CHECK(exit_code_of(errc::bad_file) == 2);
  CHECK(exit_code_of(errc::missing_program) == 3);
  CHECK(exit_code_of(errc::stack_failed) == 3);
  CHECK(exit_code_of(errc::interrupted) == 130);
}
