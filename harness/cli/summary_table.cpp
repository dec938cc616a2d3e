#include "harness/cli/summary_table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace limitproof {

namespace {

std::string_view verdict_text(summary_row const& row) {
  return row.verdict ? to_name(*row.verdict) : "not judged";
}

}  // namespace

std::string summary_table(run_summary const& s, std::filesystem::path const& directory) {
  std::size_t scenario = std::string_view("scenario").size();
  std::size_t limiter = std::string_view("limiter").size();
  for (auto const& row : s.rows) {
    scenario = std::max(scenario, row.scenario.size());
    limiter = std::max(limiter, row.limiter.size());
  }
  // What decided is of any length, so it comes last.
  auto const line = [&](auto const&... cells) {
    return fmt::format("{:<{}}  {:<{}}  {:<12}  {:<8}  {:>7}  {}\n", cells...);
  };
  auto text = line(
      "scenario", scenario, "limiter", limiter, "verdict", "expected", "seconds", "decided by");
  for (auto const& row : s.rows)
    text += line(row.scenario,
                 scenario,
                 row.limiter,
                 limiter,
                 verdict_text(row),
                 row.met ? "yes" : "NO",
                 fmt::format("{:.1f}", static_cast<double>(row.took_us) / 1e6),
                 row.decisive);
  for (auto const& name : s.not_run) text += fmt::format("{} was not run\n", name);
  text +=
      fmt::format("Took {:.0f} s. Summary: {} (each run's directory beside it has a report.html)\n",
                  static_cast<double>(s.duration_us) / 1e6,
                  (directory / "summary.md").string());
  return text;
}

}  // namespace limitproof
