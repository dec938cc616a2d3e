#include "harness/codec/text_file.hpp"
#include "tests/integration/harness_run.hpp"

#include <atomic>
#include <csignal>
#include <fstream>
#include <functional>
#include <set>
#include <thread>
#include <tuple>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// naive lets 2 × (50 + 100) through where 150 are allowed, within a second and a half.
constexpr auto short_scenario = R"({
  "name": "short", "why": "Does the main job work?",
  "policy": { "limit": 100, "per": "1s", "burst": 50 }, "stack": { "nodes": 2 },
  "limiters": ["naive", "redis-token-bucket"],
  "attack": [ { "phase": "steady", "rate": "1000/s", "for": "LENGTH", "connections": 16, "keys": { "one": "attacker" } } ],
  "faults": [],
  "expect": { "naive": { "over_admission": "fail" }, "redis-token-bucket": { "verdict": "pass", "certified_excess": 0 } },
  "seed": 7 })";

std::string scenario_lasting(std::string const& length) {
  std::string text = short_scenario;
  text.replace(text.find("LENGTH"), 6, length);
  return text;
}

void start_scenario(harness_run& run, std::string const& text, std::vector<std::string> more = {}) {
  auto const file = scenario_file(run, "scenario-under-test", text);
  std::vector<std::string> arguments{"run", file, "--out", run.out().string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  start(run, std::move(arguments));
}

// Processes whose command line mentions `mark`: everything a run starts is told a path in its
// folder.
std::set<pid_t> processes_mentioning(std::string const& mark) {
  std::set<pid_t> found;
  for (auto const& entry : fs::directory_iterator("/proc")) {
    auto const name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream in(entry.path() / "cmdline", std::ios::binary);
    std::string const line(std::istreambuf_iterator<char>(in), {});
    std::error_code ignored;
    auto const folder = fs::read_symlink(entry.path() / "cwd", ignored).string();
    if (line.find(mark) != std::string::npos || folder.find(mark) != std::string::npos)
      found.insert(std::stoi(name));
  }
  return found;
}

// A child that was told to die is gone when the kernel has reaped it, which takes a moment.
bool comes_true(std::function<bool()> const& claim) {
  auto const deadline = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < deadline) {
    if (claim()) return true;
    std::this_thread::yield();
  }
  return false;
}

void await_attack(harness_run const& run, std::string const& limiter) {
  static std::atomic<bool> const never{false};
  auto const begun = run.program->await_log_line(limiter + ": 0.", wait_limit(patience, never));
  REQUIRE(begun.has_value());
}

json report_of(fs::path const& run_directory) {
  return json_of(run_directory / "report.json");
}

json finding_of(json const& run, std::string const& check) {
  for (auto const& found : run["checks"])
    if (found["check"] == check) return found;
  FAIL("the report has no " << check);
  return {};
}

std::string verdict_of(json const& run, std::string const& check) {
  return finding_of(run, check)["verdict"];
}

json store_keys_of(fs::path const& run_directory) {
  return finding_of(report_of(run_directory)["runs"][0], "store_keys");
}

}  // namespace

TEST_CASE("the main job: naive fails with a certificate, the shared bucket passes",
          "[integration]") {
  harness_run run;
  start_scenario(run, scenario_lasting("1s"));

  auto const ended = run.ended();
  INFO(run.output());
  REQUIRE(ended == "exit status 0");

  auto const directory = run.only_run();
  for (auto const* file : {"scenario.json",
                           "plan.json",
                           "run.json",
                           "report.json",
                           "report.md",
                           "report.html",
                           "naive/history.db",
                           "naive/verdict.json",
                           "naive/limiter.json",
                           "naive/logs/node-1.log",
                           "redis-token-bucket/history.db",
                           "redis-token-bucket/store.json",
                           "redis-token-bucket/logs/haproxy.log"})
    CHECK(fs::exists(directory / file));
  CHECK_FALSE(fs::exists(directory / "naive" / "records"));
  CHECK(fs::equivalent(run.out() / "latest", directory));

  auto const report = report_of(directory);
  auto const& naive = report["runs"][0];
  auto const& bucket = report["runs"][1];
  CHECK(naive["verdict"] == "fail");
  CHECK(naive["checks"][0]["check"] == "over_admission");
  CHECK(naive["checks"][0]["witness"].size() > 50);
  CHECK(naive["per_node"].size() == 2);
  CHECK(bucket["verdict"] == "pass");
  CHECK(bucket["admission"]["certified_excess"] == 0);
  CHECK(bucket["denial"]["headers"].size() >= 8);
  CHECK(processes_mentioning(run.folder.path().string()).empty());
}

TEST_CASE("under --strict the naive limiter fails the command", "[integration]") {
  harness_run run;
  start_scenario(run, scenario_lasting("1s"), {"--limiter", "naive", "--strict"});

  CHECK(run.ended() == "exit status 1");
}

TEST_CASE("a run directory can be judged and reported again, with the same verdicts",
          "[integration]") {
  harness_run run;
  start_scenario(run, scenario_lasting("1s"));
  REQUIRE(run.ended() == "exit status 0");
  auto const directory = run.only_run();
  auto const first = report_of(directory);
  auto const verdict = read_text(directory / "naive" / "verdict.json").value();

  for (auto const* subcommand : {"check", "report"}) {
    fs::remove(directory / "report.json");
    start(run, {subcommand, directory.string()});
    REQUIRE(run.ended() == "exit status 0");
    CHECK(report_of(directory) == first);
    CHECK(read_text(directory / "naive" / "verdict.json").value() == verdict);
  }
}

TEST_CASE("what the store held is judged again from its file, and a broken file is refused",
          "[integration]") {
  harness_run run;
  start_scenario(run, scenario_lasting("1s"), {"--limiter", "redis-token-bucket"});
  REQUIRE(run.ended() == "exit status 0");
  auto const directory = run.only_run();
  auto const file = directory / "redis-token-bucket" / "store.json";
  auto held = json::parse(read_text(file).value());
  auto const judge_again = [&] {
    REQUIRE(write_text(file, held.dump()).has_value());
    start(run, {"check", directory.string()});
    return run.ended();
  };

  // The run's own key may have expired by the time a busy machine looked for it.
  json const key = {{"name", "tb:{attacker}"}, {"type", "string"}, {"ttl_ms", 500}, {"bytes", 88}};
  held["sampled"] = json::array({key});
  CHECK(judge_again() == "exit status 0");
  CHECK(store_keys_of(directory)["verdict"] == "pass");

  held["sampled"][0].erase("ttl_ms");
  CHECK(judge_again() == "exit status 1");
  CHECK(store_keys_of(directory)["verdict"] == "fail");

  held["sampled"][0]["ttl"] = 500;
  CHECK(judge_again() == "exit status 2");
  CHECK(run.output().find("store.json: at /sampled/0") != std::string::npos);
}

TEST_CASE("a bad scenario is one clear sentence, exit 2, and nothing is started", "[integration]") {
  auto const with = [](std::string const& from, std::string const& to) {
    auto text = scenario_lasting("1s");
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  std::vector<std::pair<std::string, std::vector<std::string>>> const bad = {
      {with("\"policy\"", "\"polisy\""), {"/polisy", "did you mean \"policy\""}},
      {with("\"1000/s\"", "\"1000/parsec\""), {"/attack/0/rate", "1000/parsec"}},
      {with("\"1000/s\"", "\"-5/s\""), {"/attack/0/rate", "-5/s"}},
      {with("\"naive\", ", "\"nayve\", "), {"nayve"}},
      {with("\"seed\": 7", "\"seed\": 7.5"), {"/seed", "7.5"}},
      {"{", {"scenario-under-test.json"}}};

  for (auto const& [text, named] : bad) {
    harness_run run;
    start_scenario(run, text);
    CHECK(run.ended() == "exit status 2");
    auto const output = run.output();
    for (auto const& part : named) {
      INFO(output);
      CHECK(output.find(part) != std::string::npos);
    }
    CHECK(std::count(output.begin(), output.end(), '\n') == 1);
    CHECK_FALSE(fs::exists(run.out()));
  }
}

TEST_CASE("Ctrl-C during an attack leaves no child, and what was recorded can be judged",
          "[integration]") {
  harness_run run;
  start_scenario(run, scenario_lasting("50s"));
  await_attack(run, "naive");

  REQUIRE(::kill(run.program->pid(), SIGINT) == 0);

  CHECK(run.ended() == "exit status 130");
  CHECK(processes_mentioning(run.folder.path().string()).empty());
  auto const directory = run.only_run();
  start(run, {"check", directory.string()});
  INFO(run.output());
  std::ignore = run.program->await_end(patience);
  CHECK(report_of(directory)["runs"][0]["admission"]["admitted"] > 0);
}

TEST_CASE("SIGKILL of the harness leaves no child, and what was recorded can be judged",
          "[integration]") {
  harness_run run;
  start_scenario(run, scenario_lasting("50s"));
  await_attack(run, "naive");

  REQUIRE(::kill(run.program->pid(), SIGKILL) == 0);

  CHECK(run.ended() == "killed by signal 9");
  auto const mark = run.folder.path().string();
  CHECK(comes_true([&] { return processes_mentioning(mark).empty(); }));
  auto const directory = run.only_run();
  start(run, {"check", directory.string()});
  std::ignore = run.program->await_end(patience);
  CHECK(report_of(directory)["runs"][0]["admission"]["admitted"] > 0);
}

TEST_CASE("a child that dies ends the run with exit 3 and its last words", "[integration]") {
  harness_run run;
  start_scenario(run, scenario_lasting("50s"), {"--limiter", "redis-token-bucket"});
  await_attack(run, "redis-token-bucket");
  auto const pids = processes_mentioning(run.folder.path().string());

  for (auto const pid : pids) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/comm");
    std::string program;
    std::getline(in, program);
    if (program == "haproxy") REQUIRE(::kill(pid, SIGKILL) == 0);
  }

  CHECK(run.ended() == "exit status 3");
  CHECK(run.output().find("haproxy") != std::string::npos);
  CHECK(run.output().find("killed by signal 9") != std::string::npos);
  CHECK(processes_mentioning(run.folder.path().string()).empty());
}

TEST_CASE("a second harness beside the first disturbs neither", "[integration]") {
  harness_run one;
  harness_run other;
  start_scenario(one, scenario_lasting("1s"));
  start_scenario(other, scenario_lasting("1s"));

  for (auto const* const run : {&one, &other}) {
    auto const ended = run->ended();
    INFO(run->output());
    // Two at once may be late on a busy machine, and say so. What they count is their own all the
    // same: of one bucket for both, neither would get the 149 that it may have.
    CHECK((ended == "exit status 0" || ended == "exit status 4"));
    auto const runs = report_of(run->only_run())["runs"];
    CHECK(verdict_of(runs[0], "over_admission") == "fail");
    CHECK(verdict_of(runs[1], "over_admission") != "fail");
    CHECK(runs[1]["admission"]["admitted"] > 100);
    CHECK(runs[1]["admission"]["unknown"] == 0);
  }
}
