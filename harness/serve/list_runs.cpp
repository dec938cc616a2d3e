#include "harness/serve/list_runs.hpp"

#include "harness/codec/decode_listed_run.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/run/run_directory.hpp"
#include "harness/serve/served_files.hpp"

#include <algorithm>
#include <array>
#include <system_error>
#include <tuple>
#include <utility>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

bool is_there(fs::path const& file) {
  std::error_code unknown;
  return fs::exists(file, unknown);
}

bool is_of_a_run(fs::directory_entry const& entry) {
  std::error_code unknown;
  if (entry.is_symlink(unknown) || !entry.is_directory(unknown)) return false;
  if (started_by_name(entry.path().filename().string())) return true;
  constexpr std::array signs{"plan.json", "report.json", "summary.json"};
  return std::any_of(signs.begin(), signs.end(), [&entry](char const* sign) {
    return is_there(entry.path() / sign);
  });
}

/// Why a directory without a report and a summary has none.
error without_report(fs::path const& directory) {
  std::error_code failure;
  if (fs::directory_iterator(directory, failure); failure)
    return {errc::bad_file, directory.string() + ": " + failure.message()};
  if (is_there(directory / "selftest.json"))
    return {errc::bad_file,
            "a selftest: selftest.json has its result, and `limitproof serve --out " +
                (directory / "runs").string() + "` lists its runs"};
  return {errc::bad_file,
          "no report.json: the run goes on, or was cut short; `limitproof check " +
              directory.string() + "` judges what was recorded"};
}

result<listed_run> read_run(fs::path const& runs, fs::path const& directory) {
  using decoder = result<listed_run> (*)(std::string_view, std::string const&);
  using source = std::pair<char const*, decoder>;
  for (auto const& [name, decode] : {source{"summary.json", decode_listed_summary},
                                     source{"report.json", decode_listed_report}}) {
    if (!is_there(directory / name)) continue;
    auto const file = resolved_within(runs, directory.filename() / name);
    if (!file) return file.error();
    auto const text = read_text(*file);
    if (!text) return text.error();
    return decode(*text, (directory / name).string());
  }
  return without_report(directory);
}

listed_run list_run(fs::path const& runs, fs::path const& directory) {
  listed_run run;
  if (auto read = read_run(runs, directory))
    run = *std::move(read);
  else
    run.problem = read.error().what;
  run.directory = directory.filename().string();
  if (run.started_wall_us == 0) run.started_wall_us = started_by_name(run.directory).value_or(0);
  run.files = run_files(directory);
  return run;
}

bool is_newer(listed_run const& a, listed_run const& b) {
  return std::tie(a.started_wall_us, a.directory) > std::tie(b.started_wall_us, b.directory);
}

}  // namespace

result<std::vector<listed_run>> list_runs(fs::path const& runs) {
  std::error_code failure;
  std::vector<listed_run> all;
  fs::directory_iterator at(runs, failure);
  for (; !failure && at != fs::directory_iterator(); at.increment(failure))
    if (is_of_a_run(*at)) all.push_back(list_run(runs, at->path()));
  if (failure) return error{errc::bad_usage, "listing " + runs.string() + ": " + failure.message()};
  std::sort(all.begin(), all.end(), is_newer);
  return all;
}

}  // namespace limitproof
