#include "harness/report/write_summary.hpp"

#include "harness/report/markdown_text.hpp"
#include "harness/report/number_text.hpp"
#include "harness/report/visible_text.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace limitproof {

namespace {

/// "18 of 20 runs came out as expected; exit code 1."
std::string outcome_sentence(run_summary const& s) {
  auto const met =
      std::count_if(s.rows.begin(), s.rows.end(), [](auto const& row) { return row.met; });
  return fmt::format("{} of {} came out as expected; exit code {}.\n",
                     met,
                     counted(static_cast<std::int64_t>(s.rows.size()), "run"),
                     s.exit_code);
}

std::string verdict_text(summary_row const& row) {
  if (!row.verdict) return "not judged";
  return std::string(to_name(*row.verdict));
}

std::string scenario_cell(summary_row const& row) {
  auto name = markdown_code(row.scenario);
  if (row.run_directory.empty()) return name;
  return fmt::format("[{}](../{}/report.md)", name, row.run_directory);
}

}  // namespace

std::string write_summary(run_summary const& s) {
  std::vector<std::vector<std::string>> rows;
  for (auto const& row : s.rows)
    rows.push_back({scenario_cell(row),
                    row.limiter.empty() ? "–" : markdown_code(row.limiter),
                    verdict_text(row),
                    row.met ? "yes" : "**no**",
                    markdown_words(row.decisive),
                    time_text(row.took_us)});
  auto text = fmt::format("# Do the limits hold?\n\n{}\n", outcome_sentence(s));
  text += markdown_table({{"scenario"},
                          {"limiter"},
                          {"verdict"},
                          {"as expected"},
                          {"what decided"},
                          {"took", column::right}},
                         rows);
  if (!s.not_run.empty()) {
    text += "\nNot run:";
    for (auto const& name : s.not_run) text += " " + markdown_code(name);
    text += "\n";
  }
  return text + fmt::format("\n{}\nStarted {}, took {}.\n",
                            markdown_block("sh", visible_text(s.command, line_breaks::kept)),
                            date_text(s.started_wall_us),
                            time_text(s.duration_us));
}

run_summary without_links(run_summary s) {
  for (auto& row : s.rows) row.run_directory.clear();
  return s;
}

}  // namespace limitproof
