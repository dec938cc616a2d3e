#include "harness/run/run_scenarios.hpp"

#include "harness/codec/encode_run_summary.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/model/exit_code.hpp"
#include "harness/report/summary_rows.hpp"
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

/// What a scenario came to.
struct scenario_end {
  int code = 0;
  std::vector<summary_row> rows;
};

scenario_end run_one(chosen_scenario const& chosen, run_options const& options) {
  scenario_end end;
  auto const fail = [&](error const& why) {
    end.rows.push_back(failed_row(chosen.name, why));
    end.code = exit_code_of(why.code);
    return end;
  };
  if (!chosen.found) return fail(chosen.found.error());
  auto const observer = options.observer.of_scenario(chosen.name);
  run_options const own{options.where,
                        options.out,
                        chosen.command,
                        options.strict,
                        options.stop,
                        *observer,
                        options.target,
                        options.stack};
  auto const finished = run_scenario(*chosen.found, own);
  if (!finished) return fail(finished.error());
  end.rows = summary_rows(finished->report, finished->directory.filename().string());
  if (finished->failure) return fail(*finished->failure);
  end.code = finished->report.exit_code;
  return end;
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
        stage_(chosen.size(), stage::waiting),
        ends_(chosen.size()) {}

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

 private:
  enum class stage { waiting, begun, ended };

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
      if (stage_[i] != stage::waiting || (found && found->scenario.alone) != alone) continue;
      stage_[i] = stage::begun;
      return i;
    }
    return std::nullopt;
  }

  void note(std::size_t number, scenario_end end) {
    std::lock_guard const lock(mutex_);
    interrupted_ = interrupted_ || end.code == exit_interrupted;
    ends_[number] = std::move(end);
    stage_[number] = stage::ended;
    sum_up();
    auto const written = write_files(directory_, summary_);
    if (!written && written_) written_ = written;
  }

  void sum_up() {
    summary_.rows.clear();
    summary_.not_run.clear();
    std::vector<int> codes;
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      if (stage_[i] == stage::waiting) summary_.not_run.push_back(chosen_[i].name);
      if (stage_[i] != stage::ended) continue;
      codes.push_back(ends_[i].code);
      summary_.rows.insert(summary_.rows.end(), ends_[i].rows.begin(), ends_[i].rows.end());
    }
    summary_.exit_code = combined_exit_code(codes);
    summary_.duration_us =
        duration_cast<microseconds>(std::chrono::steady_clock::now() - begun_).count();
  }

  std::vector<chosen_scenario> const& chosen_;
  run_options const& options_;
  fs::path directory_;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::mutex mutex_;  ///< guards all below
  run_summary& summary_;
  std::vector<stage> stage_;
  std::vector<scenario_end> ends_;
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

  auto const ran = lane_work(chosen, options, *directory, s).run(lanes);
  if (!ran) return ran.error();
  return finished_summary{*directory, std::move(s)};
}

}  // namespace limitproof
