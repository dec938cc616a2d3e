#include "harness/cli/check_options.hpp"

#include "harness/cli/duration_option.hpp"

#include <filesystem>

#include <CLI/CLI.hpp>

namespace limitproof {

namespace {

void add_count(CLI::App& sub,
               std::string const& flag,
               std::optional<std::int64_t>& to,
               std::int64_t most,
               std::string const& text) {
  sub.add_option(flag, to, text)->check(CLI::Range(std::int64_t{0}, most));
}

duration_option coarseness(std::string const& flag, std::string const& text) {
  return {flag, duration(0), tolerance::coarsest_granularity, text};
}

// An algorithm that promises nothing cannot be broken.
std::vector<std::string> promising_algorithms() {
  std::vector<std::string> names;
  for (auto const& entry : enum_names<algorithm>)
    if (entry.value != algorithm::none) names.emplace_back(entry.name);
  return names;
}

}  // namespace

void add_tolerance(CLI::App& sub, tolerance_changes& changes) {
  add_count(sub,
            "--tolerate-permits",
            changes.permits,
            tolerance::most_permits,
            "Forgive so many permits of certified excess");
  add_count(sub,
            "--tolerate-share-ppm",
            changes.share_ppm,
            tolerance::most_share_ppm,
            "And so many millionths of what the interval allows");
  add_count(sub,
            "--clock-drift-ppm",
            changes.clock_drift_ppm,
            tolerance::most_clock_drift_ppm,
            "The limiter's clock may run so much faster or slower");
  add_duration(sub,
               coarseness("--time-granularity", "The limiter sees time in steps of this: 1ms"),
               changes.time_granularity);
  add_count(sub,
            "--slack",
            changes.slack,
            tolerance::most_permits,
            "Permits the algorithm is declared to overshoot by");
}

void add_check(CLI::App& app, check_command& check) {
  auto* const sub = app.add_subcommand(
      "check", "Judge the histories of a run directory again, or a history from anywhere");
  sub->add_option("path", check.path, "A run directory, or a file with one request per line")
      ->required()
      ->check(CLI::ExistingPath);
  add_tolerance(*sub, check.tolerance);
  sub->add_flag("--export-jsonl",
                check.export_lines,
                "Write the directory's histories as <limiter>/history.jsonl too");
  auto* const file =
      sub->add_option("--policy-file", check.policy_file, "The limit as a scenario's policy object")
          ->check(CLI::ExistingFile);
  sub->add_option("--policy", check.policies, "What a history file is held to: \"50/1s burst 100\"")
      ->allow_extra_args(false)
      ->excludes(file);
  sub->add_option_function<std::string>(
         "--algorithm",
         [&check](std::string const& name) { check.algorithm = from_name<algorithm>(name); },
         "What kept the limit; if not given, the limit must hold in every true window")
      ->check(CLI::IsMember(promising_algorithms()));
  add_duration(*sub,
               coarseness("--clock-granularity", "No time of the history file is truer than this"),
               check.clock_granularity);
  add_duration(*sub,
               coarseness("--longest-request",
                          "Bounds requests of which the history file tells only one end"),
               check.longest_request);
}

std::optional<std::string> conflict_in(check_command const& check) {
  bool const has_policy = !check.policies.empty() || check.policy_file;
  if (!std::filesystem::is_directory(check.path)) {
    if (check.export_lines) return "--export-jsonl is for a run directory";
    if (has_policy) return std::nullopt;
    return "a history file needs the limit it is held to: --policy \"50/1s\" or --policy-file FILE";
  }
  if (has_policy || check.algorithm || check.clock_granularity || check.longest_request)
    return "--policy, --policy-file, --algorithm, --clock-granularity and --longest-request are "
           "for "
           "a history file; a run directory has its own plan";
  return std::nullopt;
}

}  // namespace limitproof
