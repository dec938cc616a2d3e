#include "harness/run/run_scenarios.hpp"

#include "harness/codec/encode_run_summary.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/model/exit_code.hpp"
#include "harness/report/summary_rows.hpp"
#include "harness/report/write_junit.hpp"
#include "harness/report/write_summary.hpp"
#include "harness/run/run_directory.hpp"

#include <chrono>
#include <future>
#include <mutex>
#include <optional>
#include <utility>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;

result<void> write_files(fs::path const& directory, run_summary const& s) {
  for (auto const& [name, text] : {std::pair{"summary.json", encode_run_summary(s)},
                                   std::pair{"summary.md", write_summary(s)}}) {
    auto const written = write_text(directory / name, text);
    if (!written) return written.error();
  }
  return {};
}

scenario_outcome run_one(chosen_scenario const& chosen, run_options const& options) {
  scenario_outcome outcome{chosen.asked, chosen.name};
  if (!chosen.found) {
    outcome.failure = chosen.found.error();
    return outcome;
  }
  auto const observer = options.observer.of_scenario(chosen.name);
  run_options const own{options.where,
                        options.out,
                        chosen.command,
                        options.strict,
                        options.stop,
                        *observer,
                        options.target,
                        options.stack};
  auto finished = run_scenario(*chosen.found, own);
  if (!finished) {
    outcome.failure = finished.error();
    return outcome;
  }
  outcome.report = std::move(finished->report);
  outcome.run_directory = finished->directory.filename().string();
  outcome.failure = std::move(finished->failure);
  return outcome;
}

std::vector<summary_row> rows_of(scenario_outcome const& outcome) {
  std::vector<summary_row> rows;
  if (outcome.report) rows = summary_rows(*outcome.report, outcome.run_directory);
  if (outcome.failure) rows.push_back(failed_row(outcome.scenario, *outcome.failure));
  return rows;
}

/// Scenarios that are run in lanes, and the summary that each of them adds to when it ends.
class lane_work {
 public:
  lane_work(std::vector<chosen_scenario> const& chosen,
            run_options const& options,
            fs::path directory,
            run_summary& summary)
      : chosen_(chosen),
        options_(options),
        directory_(std::move(directory)),
        summary_(summary),
        begun_(chosen.size(), false),
        outcomes_(chosen.size()) {}

  /// Errors: the summary cannot be written.
  [[nodiscard]] result<void> run(std::size_t lanes) {
    for (bool const alone : {false, true}) {
      std::vector<std::future<void>> others;
      for (std::size_t i = 1; i < lanes && !alone; ++i)
        others.push_back(std::async(std::launch::async, [this] { work(/*alone=*/false); }));
      work(alone);
      for (auto& other : others) other.get();
    }
    return written_;
  }

  /// Of those that have ended, in the order chosen.
  [[nodiscard]] std::vector<scenario_outcome> outcomes() const {
    std::vector<scenario_outcome> ended;
    for (auto const& outcome : outcomes_)
      if (outcome) ended.push_back(*outcome);
    return ended;
  }

 private:
  // The children of a stack live no longer than the thread that started them, and this one stays
  // until the stack is down.
  void work(bool alone) {
    while (auto const next = take(alone)) note(*next, run_one(chosen_[*next], options_));
  }

  [[nodiscard]] std::optional<std::size_t> take(bool alone) {
    std::lock_guard const lock(mutex_);
    if (!written_ || interrupted_) return std::nullopt;
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      auto const& found = chosen_[i].found;
      if (begun_[i] || (found && found->scenario.alone) != alone) continue;
      begun_[i] = true;
      return i;
    }
    return std::nullopt;
  }

  void note(std::size_t number, scenario_outcome outcome) {
    std::lock_guard const lock(mutex_);
    interrupted_ = interrupted_ || exit_code_of(outcome) == exit_interrupted;
    outcomes_[number] = std::move(outcome);
    sum_up();
    auto const written = write_files(directory_, summary_);
    if (!written && written_) written_ = written;
  }

  void sum_up() {
    summary_.rows.clear();
    summary_.not_run.clear();
    std::vector<int> codes;
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      if (!begun_[i]) summary_.not_run.push_back(chosen_[i].name);
      if (!outcomes_[i]) continue;
      codes.push_back(exit_code_of(*outcomes_[i]));
      for (auto& row : rows_of(*outcomes_[i])) summary_.rows.push_back(std::move(row));
    }
    summary_.exit_code = combined_exit_code(codes);
    summary_.duration_us =
        duration_cast<microseconds>(std::chrono::steady_clock::now() - started_).count();
  }

  std::vector<chosen_scenario> const& chosen_;
  run_options const& options_;
  fs::path directory_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::mutex mutex_;  ///< guards all below
  run_summary& summary_;
  std::vector<bool> begun_;
  std::vector<std::optional<scenario_outcome>> outcomes_;  ///< none: it has not ended
  bool interrupted_ = false;
  result<void> written_;
};

}  // namespace

result<finished_summary> run_scenarios(std::vector<chosen_scenario> const& chosen,
                                       run_options const& options,
                                       std::size_t lanes) {
  auto const directory = create_run_directory(options.out, "all");
  if (!directory) return directory.error();

  run_summary s;
  s.command = options.command;
  s.started_wall_us =
      duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  for (auto const& each : chosen)
    if (each.found && each.found->scenario.size == run_size::full) s.size = run_size::full;

  lane_work work(chosen, options, *directory, s);
  auto const ran = work.run(lanes);
  if (!ran) return ran.error();
  auto outcomes = work.outcomes();
  auto const written = write_text(*directory / "junit.xml", write_junit("limitproof", outcomes));
  if (!written) return written.error();
  return finished_summary{*directory, std::move(s), std::move(outcomes)};
}

}  // namespace limitproof
