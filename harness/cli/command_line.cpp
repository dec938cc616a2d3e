#include "harness/cli/command_line.hpp"

#include "harness/cli/check_options.hpp"
#include "harness/cli/exit_codes.hpp"
#include "harness/cli/run_options.hpp"
#include "harness/model/exit_code.hpp"

#include <sstream>

#include <CLI/CLI.hpp>

namespace limitproof {

namespace {

constexpr auto default_out = "reports/runs";

void add_list(CLI::App& app, list_command& list) {
  auto* const sub = app.add_subcommand("list", "Show scenarios, limiters and checks");
  sub->add_option("what", list.what, "scenarios, limiters or checks; all three if not given")
      ->check(CLI::IsMember({"scenarios", "limiters", "checks"}));
  sub->add_option(
         "--limiter-path", list.limiter_paths, "A folder of plugin folders, searched first")
      ->allow_extra_args(false)
      ->check(CLI::ExistingDirectory);
}

void add_compare(CLI::App& app, compare_command& compare) {
  auto* const sub = app.add_subcommand(
      "compare",
      "Say in Markdown what differs between two runs; of `run --repeat N` with confidence");
  sub->add_option("a", compare.before, "A run directory, or the one of several runs; RUN/LIMITER")
      ->required();
  sub->add_option("b", compare.after, "What is compared with it")->required();
}

void add_describe(CLI::App& app, describe_command& describe) {
  auto* const sub = app.add_subcommand(
      "describe", "Measure what limiters take of the store, and print a Markdown table");
  auto* const what = sub->add_option_group("what");
  what->add_option("limiter", describe.limiters, "The limiter's name")->expected(1);
  what->add_flag("--all", describe.all, "Every limiter of the catalog");
  what->require_option(1);
  // Ten million clients take about 2 GB of Redis.
  sub->add_option("--keys",
                  describe.clients,
                  "How many clients are known to the store at once, instead of 100000, and of 2000 "
                  "where a record grows with every permit")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{10'000'000}));
  sub->add_option(
         "--limiter-path", describe.limiter_paths, "A folder of plugin folders, searched first")
      ->allow_extra_args(false)
      ->check(CLI::ExistingDirectory);
}

template <class Command>
std::variant<command, early_exit> if_consistent(Command const& asked) {
  if (auto const conflict = conflict_in(asked)) return early_exit{exit_usage, *conflict + "\n"};
  return command(asked);
}

void add_selftest(CLI::App& app, selftest_command& selftest) {
  auto* const sub = app.add_subcommand(
      "selftest", "Run limiters that are wrong on purpose: does the right check fail each?");
  sub->add_option("--rounds", selftest.rounds, "How often each correct limiter is run besides")
      ->capture_default_str()
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000}));
  sub->add_option("--only", selftest.only, "Only this limiter, broken or correct; may be repeated")
      ->allow_extra_args(false);
  sub->add_option("--out", selftest.out, "Where the selftest's directory is created")
      ->capture_default_str();
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
  compare_command compare;
  env_command const environment;
  init_command init;
  lint_command lint;
  describe_command describe;
  selftest_command selftest;
  selftest.out = default_out;
  prune_command prune;
  prune.out = default_out;

  add_run(app, run);
  add_list(app, list);
  add_check(app, check);
  app.add_subcommand("report", "Write the reports of a run directory again")
      ->add_option("directory", report.directory, "A run directory")
      ->required()
      ->check(CLI::ExistingDirectory);
  add_compare(app, compare);
  app.add_subcommand("doctor", "Say what is missing on this machine, and how to install it");
  app.add_subcommand("env", "Say which machine and versions these are, for a bug report");
  app.add_subcommand("init", "Write a scenario to begin with, and what each line of it means")
      ->add_option("name", init.name, "Its name, and that of its files")
      ->capture_default_str();
  app.add_subcommand("lint", "Probe what a limiter claims; exit 1 if a claim does not hold")
      ->add_option("plugin", lint.plugin, "A plugin's folder, or its limiter.json")
      ->required()
      ->check(CLI::ExistingPath);
  add_describe(app, describe);
  add_selftest(app, selftest);
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
  if (name == "run") return if_consistent(run);
  if (name == "list") return command(list);
  if (name == "check") return if_consistent(check);
  if (name == "report") return command(report);
  if (name == "compare") return command(compare);
  if (name == "env") return command(environment);
  if (name == "init") return command(init);
  if (name == "lint") return command(lint);
  if (name == "describe") return command(describe);
  if (name == "selftest") return command(selftest);
  if (name == "prune") return command(prune);
  return command(doctor);
}

}  // namespace limitproof
