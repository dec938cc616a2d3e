#include "harness/cli/command_line.hpp"

#include "harness/cli/check_options.hpp"
#include "harness/cli/command_reference.hpp"
#include "harness/cli/exit_codes.hpp"
#include "harness/cli/run_options.hpp"
#include "harness/cli/usage_hint.hpp"
#include "harness/model/exit_code.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

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
  sub->add_option("a",
                  compare.before,
                  "A run directory, or the one of several runs; or RUN/LIMITER, RUN/LIMITER/POLICY")
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

void add_serve(CLI::App& app, serve_command& serve) {
  auto* const sub = app.add_subcommand(
      "serve", "Show all runs in a browser of this machine: filter them, compare two");
  sub->add_option("--out", serve.out, "Where the run directories are")->capture_default_str();
  sub->add_option("--port", serve.port, "Of 127.0.0.1; 0 picks a free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65'535));
}

/// What each subcommand's options are read into.
struct asked_commands {
  run_command run;
  list_command list;
  check_command check;
  report_command report;
  compare_command compare;
  init_command init;
  completion_command completion;
  lint_command lint;
  describe_command describe;
  selftest_command selftest;
  serve_command serve;
  prune_command prune;
};

void add_own_files(CLI::App& app, asked_commands& asked) {
  app.add_subcommand("doctor", "Say what is missing on this machine, and how to install it");
  app.add_subcommand("env", "Say which machine and versions these are, for a bug report");
  app.add_subcommand("init", "Write a scenario to begin with, and what each line of it means")
      ->add_option("name", asked.init.name, "Its name, and that of its files")
      ->capture_default_str();
  app.add_subcommand("manual", "Print the manual page, limitproof(1)");
  app.add_subcommand("completion", "Print a script by which a shell completes commands")
      ->add_option("shell", asked.completion.shell, "bash or zsh")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));
  auto* const pruning = app.add_subcommand("prune", "Remove all but the newest run directories");
  pruning->add_option("--keep", asked.prune.keep, "How many stay")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  pruning->add_option("--out", asked.prune.out, "Where the run directories are")
      ->capture_default_str();
}

/// The whole command line; `asked` is borrowed until it was parsed.
void add_all(CLI::App& app, asked_commands& asked) {
  asked.run.out = asked.selftest.out = asked.serve.out = asked.prune.out = default_out;
  app.set_version_flag("--version", LIMITPROOF_VERSION);
  app.require_subcommand(1);
  app.footer(exit_code_table());
  add_run(app, asked.run);
  add_list(app, asked.list);
  add_check(app, asked.check);
  app.add_subcommand("report", "Write the reports of a run directory again")
      ->add_option("directory", asked.report.directory, "A run directory")
      ->required()
      ->check(CLI::ExistingDirectory);
  add_compare(app, asked.compare);
  app.add_subcommand("lint", "Probe what a limiter claims; exit 1 if a claim does not hold")
      ->add_option("plugin", asked.lint.plugin, "A plugin's folder, or its limiter.json")
      ->required()
      ->check(CLI::ExistingPath);
  add_describe(app, asked.describe);
  add_selftest(app, asked.selftest);
  add_serve(app, asked.serve);
  add_own_files(app, asked);
}

void add_options(CLI::App const& sub, std::vector<option_reference>& to) {
  for (auto const* option : sub.get_options({})) {
    auto const& names = option->get_lnames();
    if (!names.empty() && names.front() == "help") continue;
    auto const positional = names.empty();
    to.push_back({positional ? option->get_name(true) : "--" + names.front(),
                  option->get_description(),
                  positional,
                  option->get_items_expected_max() > 0});
  }
  // A group of options is a subcommand without a name.
  for (auto const* group : sub.get_subcommands({})) add_options(*group, to);
}

/// The help that was asked for, or what is wrong and what was probably meant.
early_exit unparsed(CLI::App const& app,
                    CLI::ParseError const& why,
                    std::vector<std::string> const& words) {
  std::ostringstream out;
  std::ostringstream err;
  if (app.exit(why, out, err) == 0) return {exit_met, out.str()};
  auto const hint = usage_hint(words);
  return {exit_usage, (hint.empty() ? "" : "limitproof: " + hint + "\n") + err.str()};
}

}  // namespace

std::vector<subcommand_reference> command_reference() {
  CLI::App app;
  asked_commands asked;
  add_all(app, asked);
  std::vector<subcommand_reference> all;
  for (auto const* sub : std::as_const(app).get_subcommands({})) {
    all.push_back({sub->get_name(), sub->get_description(), {}});
    add_options(*sub, all.back().options);
  }
  return all;
}

std::variant<command, early_exit> parse_command_line(int argc, char const* const* argv) {
  CLI::App app("Proves whether a distributed rate limit holds.", "limitproof");
  asked_commands asked;
  add_all(app, asked);

  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return unparsed(app, e, {argv + std::min(argc, 1), argv + argc});
  }
  auto const* const chosen = app.get_subcommands().front();
  auto const name = chosen->get_name();
  if (name == "run") return if_consistent(asked.run);
  if (name == "list") return command(asked.list);
  if (name == "check") return if_consistent(asked.check);
  if (name == "report") return command(asked.report);
  if (name == "compare") return command(asked.compare);
  if (name == "env") return command(env_command{});
  if (name == "init") return command(asked.init);
  if (name == "manual") return command(manual_command{});
  if (name == "completion") return command(asked.completion);
  if (name == "lint") return command(asked.lint);
  if (name == "describe") return command(asked.describe);
  if (name == "selftest") return command(asked.selftest);
  if (name == "serve") return command(asked.serve);
  if (name == "prune") return command(asked.prune);
  return command(doctor_command{});
}

}  // namespace limitproof
