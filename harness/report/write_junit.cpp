#include "harness/report/write_junit.hpp"

#include "harness/report/plain_proof.hpp"
#include "harness/report/xml_text.hpp"

#include <cstdint>

#include <fmt/format.h>

namespace limitproof {

namespace {

enum class case_result { passed, failure, error };

struct test_case {
  std::string name;
  case_result result = case_result::passed;
  std::string message;     ///< of one that is not passed
  std::string system_out;  ///< empty: none
};

/// The cases of one limiter, or the one that says why there are none.
struct test_suite {
  std::string name;
  std::int64_t took_us = 0;
  std::vector<test_case> cases;
};

struct case_count {
  std::size_t tests = 0, failures = 0, errors = 0;
};

std::string proof_lines(run_report const& run) {
  std::string lines;
  for (auto const& fact : plain_proof(run)) lines += fmt::format("{}: {}\n", fact.name, fact.text);
  return lines;
}

test_suite suite_of(std::string const& scenario, run_report const& run) {
  test_suite suite{scenario + "." + name_of(run), 0, {}};
  for (auto const& step : run.steps) suite.took_us += step.us;
  auto const proof = proof_lines(run);
  auto const missed =
      run.verdict.kind == verdict_kind::inconclusive ? case_result::error : case_result::failure;
  for (auto const& row : run.expectations) {
    auto const told = suite.cases.empty() || !row.met;
    suite.cases.push_back({fmt::format("{}: {}", row.subject, row.expected),
                           row.met ? case_result::passed : missed,
                           row.met ? "" : miss_text(row),
                           told ? proof : ""});
  }
  return suite;
}

test_suite suite_of_error(std::string const& name, std::string why) {
  return {name, 0, {{"can be run", case_result::error, std::move(why), {}}}};
}

std::vector<test_suite> suites_of(std::vector<scenario_outcome> const& outcomes) {
  std::vector<test_suite> suites;
  for (auto const& outcome : outcomes) {
    if (outcome.report) {
      for (auto const& run : outcome.report->runs)
        suites.push_back(suite_of(outcome.scenario, run));
      for (auto const& limiter : outcome.report->not_judged)
        suites.push_back(suite_of_error(outcome.scenario + "." + limiter,
                                        "never judged, the run was cut short before it"));
    }
    if (outcome.failure) suites.push_back(suite_of_error(outcome.scenario, outcome.failure->what));
  }
  return suites;
}

void add(case_count& total, test_suite const& suite) {
  total.tests += suite.cases.size();
  for (auto const& each : suite.cases) {
    if (each.result == case_result::failure) ++total.failures;
    if (each.result == case_result::error) ++total.errors;
  }
}

std::string attributes(std::string const& name, case_count const& total) {
  return fmt::format(R"(name="{}" tests="{}" failures="{}" errors="{}")",
                     xml_text(name),
                     total.tests,
                     total.failures,
                     total.errors);
}

std::string case_element(std::string const& suite, test_case const& each) {
  auto text = fmt::format(
      R"(    <testcase classname="{}" name="{}">)", xml_text(suite), xml_text(each.name));
  if (each.result != case_result::passed) {
    auto const* const element = each.result == case_result::failure ? "failure" : "error";
    text += fmt::format("\n      <{0} message=\"{1}\">{1}</{0}>", element, xml_text(each.message));
  }
  if (!each.system_out.empty())
    text += fmt::format("\n      <system-out>{}</system-out>", xml_text(each.system_out));
  return text + (text.ends_with("\">") ? "</testcase>\n" : "\n    </testcase>\n");
}

std::string suite_element(test_suite const& suite) {
  case_count total;
  add(total, suite);
  auto text = fmt::format("  <testsuite {} time=\"{:.3f}\">\n",
                          attributes(suite.name, total),
                          static_cast<double>(suite.took_us) / 1e6);
  for (auto const& each : suite.cases) text += case_element(suite.name, each);
  return text + "  </testsuite>\n";
}

}  // namespace

std::string write_junit(std::string const& name, std::vector<scenario_outcome> const& outcomes) {
  case_count total;
  std::string elements;
  for (auto const& suite : suites_of(outcomes)) {
    add(total, suite);
    elements += suite_element(suite);
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {}>\n{}</testsuites>\n",
      attributes(name, total),
      elements);
}

}  // namespace limitproof
