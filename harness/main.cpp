#include "harness/cli/choose_scenarios.hpp"
#include "harness/cli/command_line.hpp"
#include "harness/cli/doctor_text.hpp"
#include "harness/cli/gate_text.hpp"
#include "harness/cli/history_text.hpp"
#include "harness/cli/list_text.hpp"
#include "harness/cli/live_screen.hpp"
#include "harness/cli/man_page.hpp"
#include "harness/cli/progress_line.hpp"
#include "harness/cli/run_options.hpp"
#include "harness/cli/shell_completion.hpp"
#include "harness/cli/starter_scenario.hpp"
#include "harness/cli/summary_table.hpp"
#include "harness/cli/summary_text.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/lab/describe.hpp"
#include "harness/lab/lint.hpp"
#include "harness/lab/selftest.hpp"
#include "harness/model/exit_code.hpp"
#include "harness/report/compare_runs.hpp"
#include "harness/report/github_annotations.hpp"
#include "harness/report/write_comparison.hpp"
#include "harness/report/write_markdown.hpp"
#include "harness/report/write_summary.hpp"
#include "harness/run/check_history.hpp"
#include "harness/run/environment.hpp"
#include "harness/run/read_measured_runs.hpp"
#include "harness/run/report_directory.hpp"
#include "harness/run/run_directory.hpp"
#include "harness/run/run_scenarios.hpp"
#include "harness/serve/serve_runs.hpp"
#include "harness/stack/permit_target.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <fmt/format.h>
#include <unistd.h>

namespace limitproof {

namespace {

std::atomic<bool> stop_requested{false};

// The first signal asks for an orderly end; a second one ends the process, and the kernel the
// children.
void on_signal(int) {
  if (stop_requested.exchange(true)) ::_exit(exit_interrupted);
}

void catch_signals() {
  struct sigaction action {};

  action.sa_handler = on_signal;
  for (int const signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(signal, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

int fail(error const& e) {
  fmt::print(stderr, "limitproof: {}\n", e.what);
  return exit_code_of(e.code);
}

int finish(report const& r, std::filesystem::path const& directory) {
  fmt::print("{}", summary_text(r, directory));
  return r.exit_code;
}

void tell_size(run_command const& c, scenario const& s) {
  if (c.full && s.size != run_size::full)
    fmt::print(stderr, "{} has no full size and is run as it is\n", s.name);
}

/// What --gate and --annotate make of a run, and the report as GitHub is to show it.
result<void> tell_ci(run_command const& c,
                     std::vector<scenario_outcome> const& outcomes,
                     std::filesystem::path const& directory,
                     std::string const& report) {
  if (c.gate) fmt::print("{}", gate_text(c, outcomes, directory));
  if (c.annotate.empty()) return {};
  fmt::print("{}", github_annotations(outcomes));
  auto const* const summary = std::getenv("GITHUB_STEP_SUMMARY");
  return summary == nullptr ? result<void>() : append_text(summary, report);
}

int run_one(run_command const& c, catalog const& where) {
  auto const found = choose_scenario(c, where);
  if (!found) return fail(found.error());
  tell_size(c, found->scenario);
  auto const progress = make_progress(stderr, found->scenario);
  run_options options{where, c.out, command_text(c), c.strict, stop_requested, *progress};
  options.stack = c.stack;
  if (c.target) {
    auto const target =
        permit_target({*c.target, c.authorised_host, {c.request_budget, c.time_limit}});
    if (!target) return fail(target.error());
    options.target = *target;
  }
  auto const finished = run_scenario(*found, options);
  if (!finished) return fail(finished.error());
  auto const& r = finished->report;
  if (!c.gate) fmt::print("{}", summary_text(r, finished->directory));
  auto const told = tell_ci(c,
                            {{c.scenarios.front(), r.scenario, r, {}, finished->failure}},
                            finished->directory,
                            write_markdown(r));
  if (!told) return fail(told.error());
  return finished->failure ? fail(*finished->failure) : r.exit_code;
}

int run_several(run_command const& c, catalog const& where) {
  auto const chosen = choose_scenarios(c, where);
  if (!chosen) return fail(chosen.error());
  for (auto const& each : *chosen)
    if (each.found) tell_size(c, each.found->scenario);
  progress_line progress(stderr);
  auto const finished = run_scenarios(
      *chosen,
      {where, c.out, command_text(c), c.strict, stop_requested, progress, {}, c.stack},
      c.repeat > 1 ? 1 : static_cast<std::size_t>(c.lanes));
  if (!finished) return fail(finished.error());
  auto const& summary = finished->summary;
  if (!c.gate) fmt::print("{}", summary_table(summary, finished->directory));
  int const code = summary.exit_code;
  auto const told =
      tell_ci(c, finished->outcomes, finished->directory, write_summary(without_links(summary)));
  return told ? code : fail(told.error());
}

int perform(run_command c) {
  // scenarios/run says how it was called, so that what we print can be pasted where it was typed.
  if (auto const* const caller = std::getenv("LIMITPROOF_CALLED_AS")) c.called_as = caller;
  auto const where = own_catalog(c.limiter_paths);
  return c.all || c.scenarios.size() > 1 || c.repeat > 1 ? run_several(c, where)
                                                         : run_one(c, where);
}

int perform(list_command const& c) {
  auto const text = list_text(own_catalog(c.limiter_paths), c.what);
  if (!text) return fail(text.error());
  fmt::print("{}", *text);
  return exit_met;
}

int check_lines(check_command const& c) {
  auto const promised = promised_policy(c.policies, c.policy_file);
  if (!promised) return fail(promised.error());
  auto const judged = check_history(c.path,
                                    {*promised, c.algorithm, changed({}, c.tolerance)},
                                    {c.clock_granularity.value_or(duration(0)), c.longest_request});
  if (!judged) return fail(judged.error());
  fmt::print("{}", history_text(*judged, c.path));
  return exit_code_of(judged->verdict.kind);
}

int perform(check_command const& c) {
  if (!std::filesystem::is_directory(c.path)) return check_lines(c);
  auto const checked = check_directory(c.path, c.tolerance);
  if (!checked) return fail(checked.error());
  if (c.export_lines) {
    auto const exported = export_history_lines(c.path);
    if (!exported) return fail(exported.error());
  }
  return finish(*checked, c.path);
}

int perform(report_command const& c) {
  auto const reported = report_directory(c.directory);
  return reported ? finish(*reported, c.directory) : fail(reported.error());
}

int perform(compare_command const& c) {
  auto before = read_measured_runs(c.before);
  if (!before) return fail(before.error());
  auto after = read_measured_runs(c.after);
  if (!after) return fail(after.error());
  auto const compared =
      compare_runs({c.before.string(), *std::move(before)}, {c.after.string(), *std::move(after)});
  if (!compared) return fail(compared.error());
  fmt::print("{}", write_comparison(*compared));
  return exit_met;
}

int perform(doctor_command const&) {
  auto const d = diagnose();
  fmt::print("{}", d.text);
  return d.healthy ? exit_met : exit_stack;
}

int perform(env_command const&) {
  for (auto const& [name, value] : describe_environment()) fmt::print("{}: {}\n", name, value);
  return exit_met;
}

int perform(manual_command const&) {
  fmt::print("{}", man_page(command_reference()));
  return exit_met;
}

int perform(completion_command const& c) {
  auto const all = command_reference();
  fmt::print("{}", c.shell == "bash" ? bash_completion(all) : zsh_completion(all));
  return exit_met;
}

int perform(init_command const& c) {
  auto const starter = starter_scenario(c.name);
  if (!starter) return fail(starter.error());
  auto const written = write_starter(*starter, c.name, ".");
  if (!written) return fail(written.error());
  fmt::print("{}", starter_text(c.name));
  return exit_met;
}

int perform(lint_command const& c) {
  auto const linted = lint_plugin(c.plugin, stop_requested);
  if (!linted) return fail(linted.error());
  fmt::print("{}", lint_text(*linted));
  return linted->holds() ? exit_met : exit_expectation_failed;
}

int perform(describe_command const& c) {
  measured_work const work(c.clients.value_or(100'000), c.clients.has_value());
  auto const described =
      describe_limiters(own_catalog(c.limiter_paths), c.limiters, work, stop_requested);
  if (!described) return fail(described.error());
  fmt::print("{}", description_text(*described));
  return exit_met;
}

int perform(selftest_command const& c) {
  auto const where = own_catalog({});
  progress_line progress(stderr);
  auto const finished = run_selftest({where, c.out, c.rounds, c.only, stop_requested, progress});
  if (!finished) return fail(finished.error());
  fmt::print("{}Result: {}\n",
             selftest_text(finished->result),
             (finished->directory / "selftest.json").string());
  return exit_code_of(verdict_of(count(finished->result)));
}

int perform(serve_command const& c) {
  auto const tell = [&c](std::string const& address) {
    fmt::print("{}\nShows the runs in {}. Ctrl-C ends it.\n", address, c.out.string());
    std::fflush(stdout);
  };
  return fail(serve_runs({c.out, c.port, stop_requested, tell}));
}

int perform(prune_command const& c) {
  auto const removed = prune_runs(c.out, c.keep);
  if (!removed) return fail(removed.error());
  for (auto const& run : *removed) fmt::print("removed {}\n", run.string());
  fmt::print("{} removed, at most {} kept in {}\n", removed->size(), c.keep, c.out.string());
  return exit_met;
}

int run_program(int argc, char const* const* argv) {
  auto const parsed = parse_command_line(argc, argv);
  if (auto const* early = std::get_if<early_exit>(&parsed)) {
    fmt::print(early->code == exit_met ? stdout : stderr, "{}", early->text);
    return early->code;
  }
  catch_signals();
  return std::visit([](auto const& c) { return perform(c); }, std::get<command>(parsed));
}

}  // namespace

}  // namespace limitproof

int main(int argc, char** argv) {
  try {
    return limitproof::run_program(argc, argv);
  } catch (std::exception const& e) {
    std::fprintf(stderr, "limitproof: %s\n", e.what());
    return limitproof::exit_stack;
  }
}
