#include "harness/codec/text_file.hpp"
#include "tests/integration/harness_run.hpp"

#include <csignal>

#include <catch2/catch.hpp>

using namespace limitproof;
using nlohmann::json;

namespace {

std::string scenario_text(std::string const& name,
                          std::string const& length,
                          std::string const& expected) {
  return R"({ "name": ")" + name + R"(", "why": "Does one run follow another?",
    "policy": { "limit": 20, "per": "1s" }, "stack": { "nodes": 1 }, "limiters": ["redis-token-bucket"],
    "attack": [ { "phase": "steady", "rate": "300/s", "for": ")" +
         length + R"(", "connections": 8, "keys": { "one": "attacker" } } ],
    "expect": { "redis-token-bucket": { "verdict": ")" +
         expected + R"(" } },
    "full": { "attack": [ { "phase": "steady", "rate": "300/s", "for": "700ms", "connections": 8,
                            "keys": { "one": "attacker" } } ] } })";
}

json summary_of(harness_run const& run) {
  auto const summaries = run.runs_of("-all");
  REQUIRE(summaries.size() == 1);
  return json_of(summaries.front() / "summary.json");
}

}  // namespace

TEST_CASE("several scenarios run in turn, bad ones are counted, and one table tells of all",
          "[integration]") {
  harness_run run;
  auto const kept = scenario_file(run, "kept", scenario_text("kept", "500ms", "pass"));
  auto const bad = scenario_file(run, "bad", scenario_text("bad", "500 parsec", "pass"));
  auto const missed = scenario_file(run, "missed", scenario_text("missed", "500ms", "fail"));

  start(run, {"run", kept, bad, missed, "--out", run.out().string()});
  auto const ended = run.ended();
  INFO(run.output());

  CHECK(ended == "exit status 2");
  auto const summary = summary_of(run);
  CHECK(summary["exit_code"] == 2);
  CHECK(summary["not_run"].empty());
  REQUIRE(summary["runs"].size() == 3);
  CHECK(summary["runs"][0]["scenario"] == "kept");
  CHECK(summary["runs"][0]["verdict"] == "pass");
  CHECK(summary["runs"][0]["met"] == true);
  CHECK(summary["runs"][1]["verdict"] == nullptr);
  CHECK(summary["runs"][1]["decisive"].get<std::string>().find("/attack/0/for") !=
        std::string::npos);
  CHECK(summary["runs"][2]["verdict"] == "pass");
  CHECK(summary["runs"][2]["met"] == false);
  CHECK(run.runs_of("-kept").size() == 1);
  CHECK(run.runs_of("-missed").size() == 1);
  CHECK(run.output().find("expected verdict to be fail, found pass") != std::string::npos);
}

TEST_CASE("the full size is run where it is asked for, and plan and report say so",
          "[integration]") {
  harness_run run;
  auto const file = scenario_file(run, "sized", scenario_text("sized", "300ms", "pass"));

  start(run, {"run", file, "--full", "--out", run.out().string()});
  INFO(run.output());
  REQUIRE(run.ended() == "exit status 0");

  auto const plan = json_of(run.only_run() / "plan.json");
  auto const report = json_of(run.only_run() / "report.json");
  CHECK(plan["size"] == "full");
  CHECK(plan["phases"][0]["for"] == "700ms");
  CHECK(report["size"] == "full");
  CHECK(report["command"].get<std::string>().find("--full") != std::string::npos);
}

TEST_CASE("Ctrl-C ends all scenarios, and the table tells what was done", "[integration]") {
  harness_run run;
  auto const brief = scenario_file(run, "brief", scenario_text("brief", "300ms", "pass"));
  auto const endless = scenario_file(run, "endless", scenario_text("endless", "50s", "pass"));
  start(run, {"run", brief, endless, brief, "--lanes", "1", "--out", run.out().string()});
  static std::atomic<bool> const never{false};
  REQUIRE(
      run.program->await_log_line("endless, redis-token-bucket: 0.", wait_limit(patience, never))
          .has_value());

  REQUIRE(::kill(run.program->pid(), SIGINT) == 0);

  CHECK(run.ended() == "exit status 130");
  auto const summary = summary_of(run);
  CHECK(summary["exit_code"] == 130);
  CHECK(summary["not_run"].size() == 1);
  REQUIRE(summary["runs"].size() == 2);
  CHECK(summary["runs"][0]["met"] == true);
  CHECK(summary["runs"][1]["limiter"] == nullptr);
}

TEST_CASE("a gate that fails says what to look at, for people, for CI and for GitHub",
          "[integration]") {
  harness_run run;
  auto const kept = scenario_file(run, "kept", scenario_text("kept", "500ms", "pass"));
  auto const missed = scenario_file(run, "missed", scenario_text("missed", "500ms", "fail"));
  auto const page = run.folder.path() / "step-summary.md";
  REQUIRE(write_text(page, "before\n").has_value());

  start(run,
        {"run", kept, missed, "--gate", "--annotate", "github", "--out", run.out().string()},
        {"GITHUB_STEP_SUMMARY=" + page.string()});
  auto const ended = run.ended();
  auto const output = run.output();
  INFO(output);

  CHECK(ended == "exit status 1");
  CHECK(output.find("Gate FAILED: 1 of 2 runs not as expected") != std::string::npos);
  CHECK(output.find("again     limitproof run " + missed +
                    " --seed 1 --limiter redis-token-bucket --gate\n") != std::string::npos);
  CHECK(output.find("decided by") == std::string::npos);
  CHECK(output.find("\n::error title=limitproof%2C missed%2C redis-token-bucket::verdict was "
                    "expected to be fail, found pass") != std::string::npos);
  auto const summary = read_text(page).value();
  CHECK(summary.starts_with("before\n# Do the limits hold?"));
  CHECK(summary.find("](../") == std::string::npos);
  auto const all = read_text(run.runs_of("-all").front() / "junit.xml").value();
  CHECK(all.find(R"(<testsuites name="limitproof" tests="2" failures="1" errors="0">)") !=
        std::string::npos);
  auto const one = read_text(run.runs_of("-missed").front() / "junit.xml").value();
  CHECK(one.find(R"(<testsuites name="missed" tests="1" failures="1" errors="0">)") !=
        std::string::npos);
}

TEST_CASE("what is mistyped never passes a gate", "[integration]") {
  auto const text = scenario_text("mine", "500ms", "pass");
  auto const with = [&text](std::string const& right, std::string const& wrong) {
    auto changed = text;
    return changed.replace(changed.find(right), right.size(), wrong);
  };

  struct mistake {
    std::string what, scenario;
    std::vector<std::string> arguments;
    std::string nearest;
  };

  std::vector<mistake> const mistakes = {
      {"a scenario", text, {"befor-after"}, "before-after"},
      {"a limiter", text, {"before-after", "--limiter", "redis-token-buket"}, "redis-token-bucket"},
      {"one of all scenarios' limiters", text, {"--all", "--limiter", "naiv"}, "naiv"},
      {"a listed limiter",
       with("[\"redis-token-bucket\"]", "[\"redis-token-buckt\"]"),
       {"FILE"},
       "redis-token-bucket"},
      {"a check", with("\"verdict\"", "\"over_admision\""), {"FILE"}, "over_admission"},
      {"a figure", with("\"verdict\": \"pass\"", "\"admited\": 3"), {"FILE"}, "admitted"},
      {"an expectation", with("\"verdict\": \"pass\"", "\"verdict\": \"pas\""), {"FILE"}, "pass"},
      {"an expectation of one of several",
       with("\"verdict\"", "\"verdic\""),
       {"FILE", "FILE"},
       "verdict"}};

  for (auto const& mistake : mistakes) {
    INFO(mistake.what);
    harness_run run;
    auto const file = scenario_file(run, "mine", mistake.scenario);
    std::vector<std::string> arguments{"run", "--gate", "--out", run.out().string()};
    for (auto const& argument : mistake.arguments)
      arguments.push_back(argument == "FILE" ? file : argument);
    start(run, arguments);
    CHECK(run.ended() == "exit status 2");
    CHECK(run.output().find(mistake.nearest) != std::string::npos);
  }
}
