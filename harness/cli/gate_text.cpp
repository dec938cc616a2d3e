#include "harness/cli/gate_text.hpp"

#include "harness/cli/run_options.hpp"
#include "harness/report/number_text.hpp"
#include "harness/report/plain_proof.hpp"

#include <fmt/format.h>

namespace limitproof {

namespace {

// With its frame this is 23 lines where nothing wraps, and a terminal has 24.
constexpr std::size_t shown_whole = 2;
constexpr std::size_t shown_in_a_line = 3;
constexpr std::size_t shown_facts = 6;

/// A run that was not as expected, or a scenario that could not be run.
struct missed_run {
  std::string title;
  std::string line;              ///< the first thing that was wrong
  std::vector<told_fact> facts;  ///< what is told of it besides
};

missed_run missed(run_command const& asked,
                  scenario_outcome const& outcome,
                  run_report const& run) {
  missed_run told{fmt::format("{}, {}", outcome.scenario, name_of(run)), {}, {}};
  for (auto const& row : run.expectations)
    if (!row.met && told.line.empty()) told.line = miss_text(row);
  told.facts = plain_proof(run);
  if (told.facts.size() > shown_facts - 1) told.facts.resize(shown_facts - 1);
  auto again = for_limiter(asked, outcome.asked, run.limiter);
  again.seed = outcome.report->seed;
  told.facts.push_back({"again", command_text(again) + " --gate"});
  return told;
}

std::vector<missed_run> missed_runs(run_command const& asked,
                                    std::vector<scenario_outcome> const& outcomes) {
  std::vector<missed_run> all;
  for (auto const& outcome : outcomes) {
    if (outcome.report) {
      for (auto const& run : outcome.report->runs)
        if (!run.met) all.push_back(missed(asked, outcome, run));
      for (auto const& limiter : outcome.report->not_judged)
        all.push_back({fmt::format("{}, {}", outcome.scenario, limiter), "was never judged", {}});
    }
    if (outcome.failure) all.push_back({outcome.scenario, outcome.failure->what, {}});
  }
  return all;
}

std::string whole_text(missed_run const& run) {
  auto text = fmt::format("{}: {}\n", run.title, run.line);
  for (auto const& fact : run.facts) text += fmt::format("  {:<9} {}\n", fact.name, fact.text);
  return text;
}

}  // namespace

std::string gate_text(run_command const& asked,
                      std::vector<scenario_outcome> const& outcomes,
                      std::filesystem::path const& directory) {
  auto const total = count(outcomes);
  auto const all = missed_runs(asked, outcomes);
  if (all.empty())
    return fmt::format(
        "Gate passed: {} as expected. {}\n", counted(total.runs, "run"), directory.string());
  auto text = fmt::format(
      "Gate FAILED: {} of {} not as expected\n\n", all.size(), counted(total.runs, "run"));
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i < shown_whole)
      text += whole_text(all[i]) + "\n";
    else if (i < shown_whole + shown_in_a_line)
      text += fmt::format("{}: {}\n", all[i].title, all[i].line);
  }
  if (all.size() > shown_whole + shown_in_a_line)
    text += fmt::format("and {} more\n", all.size() - shown_whole - shown_in_a_line);
  return text + fmt::format("Everything: {}\n", directory.string());
}

}  // namespace limitproof
