#include "harness/run/run_scenarios.hpp"

#include "harness/codec/encode_run_summary.hpp"
#include "harness/model/exit_code.hpp"
#include "harness/report/summary_rows.hpp"
#include "harness/report/write_summary.hpp"
#include "harness/run/run_directory.hpp"
#include "harness/run/text_file.hpp"

#include <chrono>
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

/// Runs one and adds its rows. Its exit code.
int run_one(chosen_scenario const& chosen, run_options options, run_summary& s) {
  auto const fail = [&](error const& why) {
    s.rows.push_back(failed_row(chosen.name, why));
    return exit_code_of(why.code);
  };
  if (!chosen.found) return fail(chosen.found.error());
  options.command = chosen.command;
  auto const finished = run_scenario(*chosen.found, options);
  if (!finished) return fail(finished.error());
  for (auto& row : summary_rows(finished->report, finished->directory.filename().string()))
    s.rows.push_back(std::move(row));
  return finished->failure ? fail(*finished->failure) : finished->report.exit_code;
}

}  // namespace

result<finished_summary> run_scenarios(std::vector<chosen_scenario> const& chosen,
                                       run_options const& options) {
  auto const begun = std::chrono::steady_clock::now();
  auto const directory = create_run_directory(options.out, "all");
  if (!directory) return directory.error();

  run_summary s;
  s.command = options.command;
  s.started_wall_us =
      duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  for (auto const& each : chosen) {
    s.not_run.push_back(each.name);
    if (each.found && each.found->scenario.size == run_size::full) s.size = run_size::full;
  }

  std::vector<int> codes;
  for (auto const& each : chosen) {
    options.observer.scenario(each.name);
    s.not_run.erase(s.not_run.begin());
    codes.push_back(run_one(each, options, s));
    s.exit_code = combined_exit_code(codes);
    s.duration_us = duration_cast<microseconds>(std::chrono::steady_clock::now() - begun).count();
    auto const written = write_files(*directory, s);
    if (!written) return written.error();
    if (codes.back() == exit_interrupted) break;
  }
  return finished_summary{*directory, std::move(s)};
}

}  // namespace limitproof
