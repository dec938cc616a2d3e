#include "harness/cli/gate_text.hpp"

#include "tests/unit/contains.hpp"
#include "tests/unit/report/sample_report.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

run_command all_of_them() {
  run_command asked;
  asked.all = true;
  asked.strict = true;
  return asked;
}

scenario_outcome met(std::string const& scenario) {
  auto r = sample_report();
  r.not_judged.clear();
  return {scenario, scenario, r};
}

scenario_outcome missed(std::string const& scenario) {
  auto outcome = met(scenario);
  outcome.report->runs.front().expectations = {{"verdict", "pass", "fail", false}};
  outcome.report->runs.front().met = false;
  return outcome;
}

}  // namespace

TEST_CASE("a gate that passes is one line", "[cli]") {
  CHECK(gate_text(all_of_them(), {met("a"), met("b")}, "/runs/all") ==
        "Gate passed: 4 runs as expected. /runs/all\n");
}

TEST_CASE("a gate that fails says which limit, when, by how much, and how to see it again",
          "[cli]") {
  CHECK(
      gate_text(all_of_them(), {met("a"), missed("b")}, "/runs/all") ==
      "Gate FAILED: 1 of 4 runs not as expected\n\n"
      "b, naive: verdict was expected to be pass, found fail\n"
      "  limit     50 per 1s with bursts of 100 (token bucket)\n"
      "  too many  200 in the worst interval, 1,003 in all\n"
      "  proof     over_admission: 300 admissions are certain within 4.200 ms, where 100 are "
      "allowed\n"
      "  interval  of the proof: from 0.001500 s to 0.005701 s of the run; naive/history.db, id 1, "
      "2, 3, 4, 5 and 2 more\n"
      "  also      header_contract failed too\n"
      "  again     limitproof run b --seed 7 --limiter naive --strict --gate\n"
      "\n"
      "Everything: /runs/all\n");
}

TEST_CASE("a gate names every check that failed, and the command as it was typed", "[cli]") {
  auto asked = all_of_them();
  asked.called_as = "./scenarios/run";
  auto outcome = missed("b");
  auto& findings = outcome.report->runs.front().verdict.findings;
  findings.push_back({check_name::double_spend, verdict_kind::fail, "a permit twice", {}, {}});

  auto const text = gate_text(asked, {outcome}, "/runs/all");

  CHECK(contains(text, "  also      header_contract, double_spend failed too\n"));
  CHECK(contains(text, "  again     ./scenarios/run b --seed 7 "));
}

TEST_CASE("however much is wrong, it is one screen", "[cli]") {
  std::vector<scenario_outcome> outcomes;
  for (int i = 0; i < 40; ++i) outcomes.push_back(missed("s" + std::to_string(i)));

  auto const text = gate_text(all_of_them(), outcomes, "/runs/all");

  CHECK(std::count(text.begin(), text.end(), '\n') <= 24);
  CHECK(contains(text, "40 of 80 runs"));
  CHECK(contains(text, "\ns4, naive: verdict was expected to be pass, found fail\nand 35 more\n"));
}

TEST_CASE("a scenario that could not be run fails the gate, and says why", "[cli]") {
  scenario_outcome const bad{"typo", "typo", {}, {}, error{errc::bad_file, "no scenario typo"}};

  auto const text = gate_text(all_of_them(), {met("a"), bad}, "/runs/all");

  CHECK(contains(text, "Gate FAILED: 1 of 3 runs not as expected"));
  CHECK(contains(text, "typo: no scenario typo\n"));
}

TEST_CASE("a limiter that was never judged fails the gate", "[cli]") {
  scenario_outcome const cut_short{"a", "a", sample_report()};

  CHECK(
      contains(gate_text(all_of_them(), {cut_short}, "/runs"), "a, redis-sliding-log: was never"));
}
