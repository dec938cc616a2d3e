// limitproof run with faults in its scenario, up to the report.
#include "harness/history/fault_log.hpp"
#include "tests/integration/harness_run.hpp"
#include "tests/unit/stack/processes.hpp"

#include <csignal>
#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

json scenario_with(std::vector<json> const& faults,
                   std::string const& rate,
                   std::string const& length) {
  json const steady = {{"phase", "steady"},
                       {"rate", rate},
                       {"for", length},
                       {"connections", 8},
                       {"keys", {{"one", "attacker"}}}};
  return {{"name", "faulted"},
          {"why", "A test."},
          {"policy", {{"limit", 100}, {"per", "1h"}}},
          {"stack", {{"nodes", 2}}},
          {"limiters", json::array({"redis-token-bucket"})},
          {"attack", json::array({steady})},
          {"faults", faults}};
}

json fault_of(std::string const& at, std::string const& action, std::string const& target) {
  return {{"at", at}, {"fault", action}, {"target", target}};
}

struct faulted_run : harness_run {
  explicit faulted_run(json const& scenario) {
    start(*this,
          {"run", scenario_file(*this, "faulted", scenario.dump()), "--out", out().string()});
  }

  /// Empty while there is none.
  fs::path directory() const {
    std::error_code none_yet;
    for (auto const& entry : fs::directory_iterator(out(), none_yet))
      if (!entry.is_symlink()) return entry.path();
    return {};
  }

  fs::path records() const { return directory() / "redis-token-bucket" / "records"; }

  json report() const { return json_of(directory() / "report.json")["runs"][0]; }
};

}  // namespace

TEST_CASE("faults are carried out when they are due, and stand in the report", "[integration]") {
  faulted_run const run(scenario_with({fault_of("300ms", "kill", "node-2"),
                                       fault_of("500ms", "restart", "nodes"),
                                       fault_of("900ms", "reload", "balancer")},
                                      "200/s",
                                      "1500ms"));
  std::ignore = run.ended();
  INFO(run.output());

  auto const faults = run.report()["faults"];
  std::vector<std::pair<std::string, std::string>> carried_out;
  std::int64_t before_us = 0;
  for (auto const& done : faults) {
    carried_out.emplace_back(done["fault"], done["target"]);
    CHECK(done["begin_us"] >= done["planned_us"]);
    CHECK(done["begin_us"] >= before_us);
    CHECK(done["end_us"] >= done["begin_us"]);
    before_us = done["end_us"];
  }
  CHECK(carried_out == std::vector<std::pair<std::string, std::string>>{{"kill", "node-2"},
                                                                        {"restart", "node-1"},
                                                                        {"restart", "node-2"},
                                                                        {"reload", "balancer"}});
  CHECK(run.report()["admission"]["offered"] == 300);
  CHECK(run.report()["admission"]["admitted"] <= 100);
}

TEST_CASE("a run whose store is gone at the end is judged without a snapshot", "[integration]") {
  faulted_run const run(scenario_with({fault_of("200ms", "kill", "store")}, "200/s", "500ms"));
  std::ignore = run.ended();
  INFO(run.output());

  CHECK(run.report()["store"] == nullptr);
  CHECK(run.report()["admission"]["degraded"]["admitted"] > 0);
}

TEST_CASE("a fault that the attack leaves no time for ends the run, by its name", "[integration]") {
  faulted_run const run(scenario_with({fault_of("1900ms", "kill", "store")}, "1/s", "2s"));

  CHECK(run.ended() == "exit status 3");
  CHECK_THAT(run.output(),
             Catch::Contains("the attack was over before the fault \"kill\" of store planned for "
                             "1900 ms"));
}

TEST_CASE("faults that can never happen are refused before anything is started", "[integration]") {
  faulted_run const run(scenario_with({fault_of("1s", "continue", "node-1")}, "100/s", "2s"));

  CHECK(run.ended() == "exit status 2");
  CHECK_THAT(run.output(), Catch::Contains("cannot happen, as it is running by then"));
  CHECK(run.directory().empty());
}

TEST_CASE("a harness that was killed amid its faults has them in what it recorded",
          "[integration]") {
  faulted_run run(scenario_with(
      {fault_of("0s", "stop", "node-1"), fault_of("50s", "continue", "node-1")}, "200/s", "60s"));
  REQUIRE(eventually([&] {
    auto const begun = read_injections(run.records());
    return begun && !begun->empty() && begun->front().end_ns >= 0;
  }));
  REQUIRE(::kill(run.program->pid(), SIGKILL) == 0);
  REQUIRE(run.ended() == "killed by signal 9");

  start(run, {"check", run.directory().string()});
  std::ignore = run.ended();
  INFO(run.output());
  auto const faults = run.report()["faults"];
  REQUIRE(faults.size() == 1);
  CHECK(faults[0]["fault"] == "stop");
  CHECK(faults[0]["target"] == "node-1");
}

TEST_CASE("a way to the store that is slow or cut costs decisions until it is healed",
          "[integration]") {
  auto const way = GENERATE(json::object({{"fault", "slow"}, {"latency", "200ms"}}),
                            json::object({{"fault", "narrow"}, {"bandwidth", "100/s"}}),
                            json::object({{"fault", "reset"}}),
                            json::object({{"fault", "blackhole"}}));
  auto spoiled = fault_of("300ms", way["fault"], "store");
  spoiled.update(way);
  faulted_run const run(
      scenario_with({spoiled, fault_of("1s", "heal", "store")}, "200/s", "2500ms"));
  std::ignore = run.ended();
  INFO(run.output());

  auto const report = run.report();
  CHECK(report["admission"]["degraded"]["admitted"] > 0);
  CHECK(report["admission"]["admitted"] > 0);
  CHECK(report["admission"]["denied"] > 0);
  CHECK(report["faults"][0]["fault"] == way["fault"]);
  CHECK(report["faults"][1]["fault"] == "heal");
  CHECK(fs::exists(run.directory() / "redis-token-bucket" / "logs" / "proxy.log"));
}

TEST_CASE("a stack whose way to the store nothing spoils has no proxy", "[integration]") {
  faulted_run const run(scenario_with({fault_of("100ms", "flush", "store")}, "200/s", "300ms"));
  std::ignore = run.ended();
  INFO(run.output());

  CHECK_FALSE(run.directory().empty());
  CHECK_FALSE(fs::exists(run.directory() / "redis-token-bucket" / "logs" / "proxy.log"));
}
