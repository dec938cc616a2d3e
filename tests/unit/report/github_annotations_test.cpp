#include "harness/report/github_annotations.hpp"

#include "tests/unit/report/sample_report.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::vector<scenario_outcome> with_unmet_ratio(verdict_kind verdict) {
  auto r = sample_report();
  r.runs.front().verdict.kind = verdict;
  r.runs.front().expectations[1].met = false;
  r.runs.front().met = false;
  return {{r.scenario, r.scenario, r}};
}

}  // namespace

TEST_CASE("what came out as expected is not annotated", "[report]") {
  CHECK(github_annotations({{"before-after", "before-after", sample_report()}}).empty());
}

TEST_CASE("an unmet run is one line, with its certificate", "[report]") {
  auto const text = github_annotations(with_unmet_ratio(verdict_kind::fail));

  CHECK(
      text.starts_with("::error title=limitproof%2C before-after%2C naive::admission_ratio was "
                       "expected to be 2.7 … 3.1, found 3.00604%0Alimit: 50 per 1s"));
  CHECK(text.find("%0Aproof: over_admission: 300 admissions") != std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 1);
}

TEST_CASE("an inconclusive run is a warning that says why", "[report]") {
  auto const text = github_annotations(with_unmet_ratio(verdict_kind::inconclusive));

  CHECK(text.starts_with("::warning title="));
}

TEST_CASE("what a server sent cannot give GitHub a command", "[report]") {
  auto outcomes = with_unmet_ratio(verdict_kind::fail);
  outcomes.front().report->runs.front().verdict.findings.front().claim =
      "100%\r\n::set-env name=PATH::x\n::error::y";
  outcomes.push_back({"a,b:c", "a,b:c", {}, {}, error{errc::bad_file, "no\n::stop-commands::z"}});

  auto const text = github_annotations(outcomes);

  CHECK(text.find("\n::set-env") == std::string::npos);
  CHECK(text.find("\n::stop-commands") == std::string::npos);
  CHECK(text.find("100%25%0A::set-env") != std::string::npos);
  CHECK(text.find("title=limitproof%2C a%2Cb%3Ac::no%0A::stop") != std::string::npos);
}
