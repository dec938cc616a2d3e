#include "harness/run/read_measured_runs.hpp"

#include "harness/codec/decode_listed_run.hpp"
#include "harness/codec/decode_measured_runs.hpp"
#include "harness/codec/text_file.hpp"

#include <optional>
#include <string>
#include <system_error>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

bool holds_runs(fs::path const& place) {
  return fs::exists(place / "summary.json") || fs::exists(place / "report.json");
}

result<void> add_report(fs::path const& file, std::vector<measured_run>& runs) {
  auto const text = read_text(file);
  if (!text) return text.error();
  auto read = decode_measured_runs(*text, file.string());
  if (!read) return read.error();
  for (auto& run : *read) runs.push_back(std::move(run));
  return {};
}

result<std::vector<fs::path>> reports_of(fs::path const& place) {
  auto const file = place / "summary.json";
  if (!fs::exists(file)) return std::vector{place / "report.json"};
  auto const text = read_text(file);
  if (!text) return text.error();
  auto const summary = decode_listed_summary(*text, file.string());
  if (!summary) return summary.error();
  std::error_code unresolved;
  // `latest` may stand elsewhere than what it points at.
  auto const beside = fs::canonical(place, unresolved).parent_path();
  std::vector<fs::path> reports;
  for (auto const& name : summary->runs) reports.push_back(beside / name / "report.json");
  return reports;
}

bool is_of(measured_run const& run, std::string const& part) {
  return run.limiter == part || run.limiter.starts_with(part + "/");
}

struct chosen_runs {
  fs::path directory;
  std::string part;  ///< "LIMITER" or "LIMITER/POLICY", empty for all
};

/// What is behind the directory that holds runs names the part of them that is meant.
std::optional<chosen_runs> find_runs(fs::path directory) {
  constexpr int most_names_behind = 2;
  fs::path part;
  for (int names = 0; names <= most_names_behind; ++names) {
    if (holds_runs(directory)) return chosen_runs{directory, part.string()};
    part = part.empty() ? directory.filename() : directory.filename() / part;
    directory = directory.parent_path();
  }
  return std::nullopt;
}

}  // namespace

result<std::vector<measured_run>> read_measured_runs(fs::path const& place) {
  auto const chosen = find_runs(place.has_filename() ? place : place.parent_path());
  if (!chosen)
    return error{
        errc::bad_file,
        place.string() +
            ": neither report.json nor summary.json is there; give a run directory, or one "
            "with /LIMITER or /LIMITER/POLICY behind it"};
  auto const reports = reports_of(chosen->directory);
  if (!reports) return reports.error();
  std::vector<measured_run> runs;
  for (auto const& file : *reports) {
    auto const added = add_report(file, runs);
    if (!added) return added.error();
  }
  auto const& part = chosen->part;
  if (!part.empty())
    std::erase_if(runs, [&part](measured_run const& run) { return !is_of(run, part); });
  if (runs.empty())
    return error{errc::bad_file,
                 place.string() + ": no run" + (part.empty() ? "" : " of " + part) +
                     " was judged there; `limitproof list limiters` has the names"};
  return runs;
}

}  // namespace limitproof
