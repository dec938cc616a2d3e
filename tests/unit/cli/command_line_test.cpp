#include "harness/cli/command_line.hpp"

#include "harness/cli/run_options.hpp"
#include "harness/cli/tolerance_flags.hpp"
#include "harness/model/exit_code.hpp"

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

  CHECK(run.scenarios == std::vector<std::string>{"before-after"});
  CHECK(run.limiters == std::vector<std::string>{"naive", "none"});
  CHECK(run.seed == 9);
  CHECK(run.strict);
}

TEST_CASE("a mistyped command or option is told with the nearest there is", "[cli]") {
  CHECK_THAT(
      refused({"lnt", "folder"}).text,
      Catch::StartsWith("limitproof: there is no command \"lnt\", did you mean \"lint\"?\n"));
  CHECK_THAT(refused({"run", "before-after", "--stict"}).text,
             Catch::StartsWith("limitproof: there is no option of run \"--stict\", did you mean "
                               "\"--strict\"?\n"));
  CHECK_THAT(refused({"run", "before-after", "--sed=7"}).text,
             Catch::Contains("did you mean \"--seed\"?"));
  CHECK_THAT(refused({"run", "before-after", "--seed", "x"}).text, !Catch::Contains("there is no"));
  CHECK(refused({"lnt"}).code == exit_usage);
}

TEST_CASE("a stack is of this machine's programs unless containers are asked for", "[cli]") {
  CHECK(parsed<run_command>({"run", "a"}).stack == stack_kind::local);
  auto const contained = parsed<run_command>({"run", "a", "--stack", "compose"});
  CHECK(contained.stack == stack_kind::compose);
  CHECK(command_text(contained) == "limitproof run a --stack compose");
}

TEST_CASE("a scenario may stand behind the flags", "[cli]") {
  auto const run = parsed<run_command>({"run", "--limiter", "naive", "before-after"});

  CHECK(run.scenarios == std::vector<std::string>{"before-after"});
  CHECK(run.limiters == std::vector<std::string>{"naive"});
}

TEST_CASE("each subcommand has a value of its own", "[cli]") {
  CHECK(parsed<list_command>({"list", "checks"}).what == "checks");
  CHECK(parsed<list_command>({"list"}).what.empty());
  CHECK(parsed<check_command>({"check", "/"}).path == "/");
  CHECK(parsed<report_command>({"report", "/"}).directory == "/");
  CHECK(parsed<prune_command>({"prune", "--keep", "3"}).keep == 3);
  CHECK(std::holds_alternative<doctor_command>(std::get<command>(parse({"doctor"}))));
  CHECK(std::holds_alternative<env_command>(std::get<command>(parse({"env"}))));
  CHECK(parsed<init_command>({"init"}).name == "my-limit");
  CHECK(parsed<init_command>({"init", "mine"}).name == "mine");
  CHECK(parsed<compare_command>({"compare", "a", "b/naive"}).after == "b/naive");
}

TEST_CASE("serve takes a folder and a port, any free one unless told", "[cli]") {
  auto const usual = parsed<serve_command>({"serve"});
  CHECK(usual.out == "reports/runs");
  CHECK(usual.port == 0);
  auto const told = parsed<serve_command>({"serve", "--out", "here", "--port", "65535"});
  CHECK(told.out == "here");
  CHECK(told.port == 65'535);
  for (auto const* port : {"65536", "-1", "http"})
    CHECK(refused({"serve", "--port", port}).code == exit_usage);
}

TEST_CASE("lint takes a plugin, describe a limiter or all of them", "[cli]") {
  CHECK(parsed<lint_command>({"lint", "/"}).plugin == "/");
  auto const one = parsed<describe_command>({"describe", "naive", "--keys", "50"});
  CHECK(one.limiters == std::vector<std::string>{"naive"});
  CHECK(one.clients == 50);
  auto const all = parsed<describe_command>({"describe", "--all"});
  CHECK(all.limiters.empty());
  CHECK_FALSE(all.clients);
}

TEST_CASE("selftest takes rounds of the correct limiters, and names to keep to", "[cli]") {
  auto const all = parsed<selftest_command>({"selftest"});
  CHECK(all.rounds == 1);
  CHECK(all.only.empty());
  CHECK(all.out == "reports/runs");
  auto const some = parsed<selftest_command>(
      {"selftest", "--only", "a", "--only", "b", "--rounds", "0", "--out", "here"});
  CHECK(some.rounds == 0);
  CHECK(some.only == std::vector<std::string>{"a", "b"});
  CHECK(some.out == "here");
  CHECK(refused({"selftest", "--rounds", "-1"}).code == exit_usage);
}

TEST_CASE("run and check take a tolerance in place of the scenario's, which can be repeated",
          "[cli]") {
  std::vector<char const*> const flags{"--tolerate-permits",
                                       "2",
                                       "--tolerate-share-ppm",
                                       "5000",
                                       "--clock-drift-ppm",
                                       "100",
                                       "--time-granularity",
                                       "1ms",
                                       "--slack",
                                       "3"};
  auto const with_flags = [&](std::vector<char const*> arguments) {
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return arguments;
  };
  auto const run = parsed<run_command>(with_flags({"run", "a"})).tolerance;
  auto const check = parsed<check_command>(with_flags({"check", "/"})).tolerance;

  for (auto const& changes : {run, check})
    CHECK(changed({}, changes) == tolerance{.clock_drift_ppm = 100,
                                            .time_granularity = std::chrono::milliseconds(1),
                                            .slack = 3,
                                            .permits = 2,
                                            .share_ppm = 5000});
  CHECK(tolerance_flags(run) ==
        " --tolerate-permits 2 --tolerate-share-ppm 5000 --clock-drift-ppm 100 --time-granularity "
        "1ms --slack 3");
  CHECK(tolerance_flags({}).empty());
  CHECK(changed({.slack = 7}, {}).slack == 7);
}

TEST_CASE("check takes a history file with what it is held to", "[cli]") {
  auto const check = parsed<check_command>({"check",
                                            "/dev/null",
                                            "--policy",
                                            "50/1s burst 100",
                                            "--policy",
                                            "1000/h",
                                            "--algorithm",
                                            "gcra",
                                            "--clock-granularity",
                                            "1s",
                                            "--longest-request",
                                            "2s"});

  CHECK(check.path == "/dev/null");
  CHECK(check.policies == std::vector<std::string>{"50/1s burst 100", "1000/h"});
  CHECK(check.algorithm == algorithm::gcra);
  CHECK(check.clock_granularity == std::chrono::seconds(1));
  CHECK(check.longest_request == std::chrono::seconds(2));
}

TEST_CASE("a wrong command line exits 2 and says what is wrong", "[cli]") {
  std::vector<std::pair<std::vector<char const*>, std::string>> const wrong = {
      {{}, "subcommand"},
      {{"run"}, "scenario"},
      {{"run", "--all", "a"}, "--all"},
      {{"run", "--all", "--target", "127.0.0.1:1"}, "--target"},
      {{"run", "a", "b", "--target", "127.0.0.1:1"}, "--target"},
      {{"run", "a", "--limiter", "x", "--limiter", "y", "--target", "127.0.0.1:1"}, "--target"},
      {{"run", "a", "--request-budget", "5"}, "--target"},
      {{"run", "a", "--stack", "podman"}, "--stack"},
      {{"run", "a", "--stack", "compose", "--target", "h:1"}, "--stack"},
      {{"run", "a", "--time-limit", "5s"}, "--target"},
      {{"run", "a", "--i-am-authorised-to-test", "h"}, "--target"},
      {{"run", "a", "--target", "h:1", "--request-budget", "0"}, "--request-budget"},
      {{"run", "a", "--target", "h:1", "--time-limit", "60"}, "--time-limit"},
      {{"run", "a", "--target", "h:1", "--time-limit", "0s"}, "--time-limit"},
      {{"run", "a", "--sed", "1"}, "--sed"},
      {{"run", "a", "--seed", "-1"}, "--seed"},
      {{"run", "a", "--seed", "many"}, "--seed"},
      {{"run", "a", "--repeat", "0"}, "--repeat"},
      {{"run", "a", "--repeat", "31"}, "--repeat"},
      {{"run", "a", "--repeat", "2", "--target", "127.0.0.1:1"}, "--repeat"},
      {{"run", "a", "--annotate", "gitlab"}, "github"},
      {{"compare", "a"}, "b is required"},
      {{"list", "nodes"}, "nodes"},
      {{"check", "/no/such/folder"}, "/no/such/folder"},
      {{"run", "a", "--tolerate-permits", "-1"}, "--tolerate-permits"},
      {{"run", "a", "--tolerate-permits", "0.5"}, "--tolerate-permits"},
      {{"run", "a", "--tolerate-share-ppm", "1000001"}, "--tolerate-share-ppm"},
      {{"run", "a", "--tolerate-share-ppm", "0.5%"}, "--tolerate-share-ppm"},
      {{"run", "a", "--time-granularity", "1"}, "--time-granularity"},
      {{"check", "/", "--policy", "50/1s"}, "run directory"},
      {{"check", "/", "--longest-request", "2s"}, "run directory"},
      {{"check", "/dev/null"}, "--policy"},
      {{"check", "/dev/null", "--policy", "50/1s", "--export-jsonl"}, "--export-jsonl"},
      {{"check", "/dev/null", "--policy", "50/1s", "--policy-file", "/dev/null"}, "excludes"},
      {{"check", "/dev/null", "--policy", "50/1s", "--algorithm", "none"}, "--algorithm"},
      {{"check", "/dev/null", "--policy", "50/1s", "--longest-request", "2"}, "--longest-request"},
      {{"lint"}, "plugin"},
      {{"lint", "/no/such/plugin"}, "/no/such/plugin"},
      {{"describe"}, "--all"},
      {{"describe", "naive", "--all"}, "--all"},
      {{"describe", "--all", "--keys", "0"}, "--keys"},
      {{"describe", "--all", "--keys", "-1"}, "--keys"},
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

TEST_CASE("several scenarios, or all, in their full size", "[cli]") {
  auto const several = parsed<run_command>({"run", "a", "b", "--full", "c"});
  CHECK(several.scenarios == std::vector<std::string>{"a", "b", "c"});
  CHECK(several.full);
  CHECK_FALSE(several.all);
  CHECK(parsed<run_command>({"run", "--all"}).all);
}

TEST_CASE("a target comes with its permission and its limits", "[cli]") {
  auto const run = parsed<run_command>({"run",
                                        "a",
                                        "--target",
                                        "shop.test:80",
                                        "--i-am-authorised-to-test",
                                        "shop.test",
                                        "--request-budget",
                                        "1000",
                                        "--time-limit",
                                        "60s"});

  CHECK(run.target == "shop.test:80");
  CHECK(run.authorised_host == "shop.test");
  CHECK(run.request_budget == 1000);
  CHECK(run.time_limit == std::chrono::seconds(60));
}

TEST_CASE("the command that reproduces a run is read back as the same run", "[cli]") {
  std::vector<char const*> const typed = {"run",
                                          "a",
                                          "--full",
                                          "--seed",
                                          "7",
                                          "--limiter",
                                          "naive",
                                          "--slack",
                                          "2",
                                          "--strict",
                                          "--target",
                                          "h:1",
                                          "--i-am-authorised-to-test",
                                          "h",
                                          "--request-budget",
                                          "9",
                                          "--time-limit",
                                          "1m"};
  std::string expected = "limitproof";
  for (auto const* const word : typed) expected += std::string(" ") + word;

  CHECK(command_text(parsed<run_command>(typed)) == expected);
  CHECK(command_text(for_one(parsed<run_command>({"run", "--all", "--full"}), "b")) ==
        "limitproof run b --full");
}
