#include "harness/cli/run_options.hpp"

#include "harness/cli/check_options.hpp"
#include "harness/cli/duration_option.hpp"
#include "harness/cli/tolerance_flags.hpp"
#include "harness/codec/duration_text.hpp"
#include "harness/model/most_requests.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace limitproof {

namespace {

void add_target(CLI::App& sub, run_command& run) {
  auto* const stack =
      sub.add_option_function<std::string>(
             "--stack",
             [&run](std::string const& name) { run.stack = from_name<stack_kind>(name).value(); },
             "local: balancer, nodes and store as programs of this machine, which is the default; "
             "compose: in containers (compose/README.md)")
          ->check(CLI::IsMember({"local", "compose"}));
  auto* const target = sub.add_option(
      "--target", run.target, "HOST:PORT of a running service, attacked instead of a stack");
  target->excludes(stack);
  sub.add_option("--i-am-authorised-to-test",
                 run.authorised_host,
                 "The target's host, if it is not this machine and its owner lets you attack it")
      ->needs(target);
  sub.add_option("--request-budget", run.request_budget, "Send the target so many requests at most")
      ->needs(target)
      ->check(CLI::Range(std::int64_t{1}, most_requests));
  add_duration(sub,
               {"--time-limit",
                std::chrono::milliseconds(1),
                std::chrono::hours(1),
                "Leave the target alone after so long, as 60s"},
               run.time_limit);
  sub.get_option("--time-limit")->needs(target);
}

}  // namespace

void add_run(CLI::App& app, run_command& run) {
  auto* const sub = app.add_subcommand("run", "Attack the limiters of scenarios and judge them");
  sub->add_option("scenario", run.scenarios, "Scenarios' names, or the paths of their files");
  sub->add_flag("--all", run.all, "Every shipped scenario");
  sub->add_option("--lanes",
                  run.lanes,
                  "Of several scenarios so many at once, but for those that must be alone")
      ->capture_default_str()
      ->check(CLI::Range(1, 16));
  sub->add_option("--repeat",
                  run.repeat,
                  "Run everything so often, one after the other, for `limitproof compare`")
      ->capture_default_str()
      ->check(CLI::Range(1, 30));
  sub->add_flag("--full", run.full, "The long size, of scenarios that have one");
  sub->add_option("--out", run.out, "Where the run directories are created")->capture_default_str();
  // Without the check, CLI11 reads -1 as 18446744073709551615.
  sub->add_option("--seed", run.seed, "Instead of the scenario's seed")
      ->check(CLI::NonNegativeNumber);
  sub->add_option("--limiter",
                  run.limiters,
                  "Only these limiters, instead of the scenario's; with --all only scenarios that "
                  "compare one of them")
      ->allow_extra_args(false);
  sub->add_option("--limiter-path", run.limiter_paths, "A folder of plugin folders, searched first")
      ->allow_extra_args(false)
      ->check(CLI::ExistingDirectory);
  add_tolerance(*sub, run.tolerance);
  sub->add_flag("--strict", run.strict, "Ignore the scenario's expectations: any fail fails");
  sub->add_flag("--gate",
                run.gate,
                "Print what was not as expected and nothing else: which limit, when, by how much, "
                "and the command that shows it again");
  sub->add_option("--annotate",
                  run.annotate,
                  "github: print workflow commands for what was not as expected, and append the "
                  "report to $GITHUB_STEP_SUMMARY")
      ->check(CLI::IsMember({"github"}));
  add_target(*sub, run);
}

std::optional<std::string> conflict_in(run_command const& run) {
  if (run.scenarios.empty() && !run.all)
    return "run needs a scenario's name or file, several of them, or --all; `limitproof list "
           "scenarios` shows what there is";
  if (run.all && !run.scenarios.empty())
    return "--all runs every shipped scenario; leave out " + run.scenarios.front() + ", or --all";
  if (run.target && run.repeat > 1)
    return "--repeat is for stacks of our own: the bounds of a --target are those of one run";
  if (run.target && (run.all || run.scenarios.size() > 1 || run.limiters.size() > 1))
    return "--target is for one scenario, and one --limiter at most: the service has a single one";
  return std::nullopt;
}

std::string command_text(run_command const& run) {
  auto text = run.called_as;
  for (auto const& scenario : run.scenarios) text += " " + scenario;
  if (run.all) text += " --all";
  if (run.full) text += " --full";
  if (run.lanes != run_command{}.lanes) text += fmt::format(" --lanes {}", run.lanes);
  if (run.repeat != run_command{}.repeat) text += fmt::format(" --repeat {}", run.repeat);
  if (run.seed) text += fmt::format(" --seed {}", *run.seed);
  for (auto const& limiter : run.limiters) text += " --limiter " + limiter;
  for (auto const& path : run.limiter_paths) text += " --limiter-path " + path.string();
  text += tolerance_flags(run.tolerance);
  if (run.strict) text += " --strict";
  if (run.stack != stack_kind::local) text += fmt::format(" --stack {}", to_name(run.stack));
  if (run.target) text += " --target " + *run.target;
  if (run.authorised_host) text += " --i-am-authorised-to-test " + *run.authorised_host;
  if (run.request_budget) text += fmt::format(" --request-budget {}", *run.request_budget);
  if (run.time_limit) text += " --time-limit " + to_text(*run.time_limit);
  return text;
}

run_command for_one(run_command run, std::string const& scenario) {
  run.scenarios = {scenario};
  run.all = false;
  run.lanes = run_command{}.lanes;
  run.repeat = run_command{}.repeat;
  return run;
}

run_command for_limiter(run_command run, std::string const& scenario, std::string const& limiter) {
  run = for_one(std::move(run), scenario);
  run.limiters = {limiter};
  return run;
}

}  // namespace limitproof
