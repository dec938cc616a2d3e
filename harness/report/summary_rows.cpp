#include "harness/report/summary_rows.hpp"

#include "harness/report/number_text.hpp"
#include "harness/report/plain_proof.hpp"
#include "harness/report/words.hpp"

#include <fmt/format.h>

namespace limitproof {

namespace {

std::string admission_text(admission_figures const& a) {
  if (!a.allowance || !a.ratio) return fmt::format("admitted {}", admitted_text(a));
  return fmt::format(
      "admitted {} of {}: {:.2f}", admitted_text(a), grouped(*a.allowance), *a.ratio);
}

/// The figures by which the scenario judges, but for those that admission_text tells anyhow.
std::string bounded_figures(run_report const& run) {
  std::string text;
  for (auto const& row : run.expectations) {
    auto const bounded = from_name<figure>(row.subject);
    if (bounded && *bounded != figure::admitted && *bounded != figure::admission_ratio)
      text += fmt::format(", {} {}", row.subject, row.found);
  }
  return text;
}

/// An unmet expectation goes before everything else, then the check that made the verdict.
std::string decisive_text(run_report const& run) {
  for (auto const& row : run.expectations)
    if (!row.met)
      return fmt::format("expected {} to be {}, found {}", row.subject, row.expected, row.found);
  auto figures = admission_text(run.verdict.admission) + bounded_figures(run);
  for (auto const& f : run.verdict.findings)
    if (made_the_verdict(f, run.verdict.kind))
      return fmt::format("{}, {}", to_name(f.check), figures);
  return figures;
}

}  // namespace

std::vector<summary_row> summary_rows(report const& r, std::string const& run_directory) {
  std::vector<summary_row> rows;
  for (auto const& run : r.runs) {
    summary_row row;
    row.scenario = r.scenario;
    row.limiter = name_of(run);
    row.verdict = run.verdict.kind;
    row.met = run.met;
    row.decisive = decisive_text(run);
    for (auto const& step : run.steps) row.took_us += step.us;
    row.run_directory = run_directory;
    rows.push_back(std::move(row));
  }
  for (auto const& limiter : r.not_judged) {
    summary_row row;
    row.scenario = r.scenario;
    row.limiter = limiter;
    row.decisive = "never judged, the run was cut short before it";
    row.run_directory = run_directory;
    rows.push_back(std::move(row));
  }
  return rows;
}

summary_row failed_row(std::string const& scenario, error const& why) {
  summary_row row;
  row.scenario = scenario;
  row.decisive = why.what;
  return row;
}

}  // namespace limitproof
