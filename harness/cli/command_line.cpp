#include "harness/cli/command_line.hpp"

#include "harness/cli/exit_codes.hpp"

#include <sstream>

#include <CLI/CLI.hpp>

namespace limitproof {

namespace {

constexpr auto default_out = "reports/runs";

void add_run(CLI::App& app, run_command& run) {
  auto* const sub = app.add_subcommand("run", "Attack the limiters of a scenario and judge them");
  sub->add_option("scenario", run.scenario, "A scenario's name, or the path of its file")
      ->required();
  sub->add_option("--out", run.out, "Where the run directory is created")->capture_default_str();
  // Without the check, CLI11 reads -1 as 18446744073709551615.
  sub->add_option("--seed", run.seed, "Instead of the scenario's seed")
      ->check(CLI::NonNegativeNumber);
  sub->add_option("--limiter", run.limiters, "Only these limiters, instead of the scenario's")
      ->allow_extra_args(false);
  sub->add_option("--limiter-path", run.limiter_paths, "A folder of plugin folders, searched first")
      ->allow_extra_args(false)
      ->check(CLI::ExistingDirectory);
  sub->add_flag("--strict", run.strict, "Ignore the scenario's expectations: any fail fails");
}

void add_list(CLI::App& app, list_command& list) {
  auto* const sub = app.add_subcommand("list", "Show scenarios, limiters and checks");
  sub->add_option("what", list.what, "scenarios, limiters or checks; all three if not given")
      ->check(CLI::IsMember({"scenarios", "limiters", "checks"}));
  sub->add_option(
         "--limiter-path", list.limiter_paths, "A folder of plugin folders, searched first")
      ->allow_extra_args(false)
      ->check(CLI::ExistingDirectory);
}

}  // namespace

std::variant<command, early_exit> parse_command_line(int argc, char const* const* argv) {
  CLI::App app("Proves whether a distributed rate limit holds.", "limitproof");
  app.set_version_flag("--version", LIMITPROOF_VERSION);
  app.require_subcommand(1);
  app.footer(exit_code_table());

  run_command run;
  run.out = default_out;
  list_command list;
  check_command check;
  report_command report;
  doctor_command const doctor;
  prune_command prune;
  prune.out = default_out;

  add_run(app, run);
  add_list(app, list);
  app.add_subcommand("check", "Judge the recorded histories of a run directory again")
      ->add_option("directory", check.directory, "A run directory")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_subcommand("report", "Write the reports of a run directory again")
      ->add_option("directory", report.directory, "A run directory")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_subcommand("doctor", "Say what is missing on this machine, and how to install it");
  auto* const pruning = app.add_subcommand("prune", "Remove all but the newest run directories");
  pruning->add_option("--keep", prune.keep, "How many stay")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  pruning->add_option("--out", prune.out, "Where the run directories are")->capture_default_str();

  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    std::ostringstream out;
    std::ostringstream err;
    bool const asked = app.exit(e, out, err) == 0;
    return early_exit{asked ? exit_met : exit_usage, asked ? out.str() : err.str()};
  }
  auto const* const chosen = app.get_subcommands().front();
  auto const name = chosen->get_name();
  if (name == "run") return command(run);
  if (name == "list") return command(list);
  if (name == "check") return command(check);
  if (name == "report") return command(report);
  if (name == "prune") return command(prune);
  return command(doctor);
}

}  // namespace limitproof
