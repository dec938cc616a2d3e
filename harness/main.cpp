#include "harness/cli/choose_scenarios.hpp"
#include "harness/cli/command_line.hpp"
#include "harness/cli/doctor_text.hpp"
#include "harness/cli/history_text.hpp"
#include "harness/cli/list_text.hpp"
#include "harness/cli/progress_line.hpp"
#include "harness/cli/run_options.hpp"
#include "harness/cli/summary_table.hpp"
#include "harness/cli/summary_text.hpp"
#include "harness/lab/describe.hpp"
#include "harness/lab/lint.hpp"
#include "harness/lab/selftest.hpp"
#include "harness/model/exit_code.hpp"
#include "harness/run/check_history.hpp"
#include "harness/run/report_directory.hpp"
#include "harness/run/run_directory.hpp"
#include "harness/run/run_scenarios.hpp"
#include "harness/stack/permit_target.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>
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

int run_one(run_command const& c, catalog const& where) {
  auto const found = choose_scenario(c, where);
  if (!found) return fail(found.error());
  tell_size(c, found->scenario);
  progress_line progress(stderr);
  run_options options{where, c.out, command_text(c), c.strict, stop_requested, progress};
  options.stack = c.stack;
  if (c.target) {
    auto const target =
        permit_target({*c.target, c.authorised_host, {c.request_budget, c.time_limit}});
    if (!target) return fail(target.error());
    options.target = *target;
  }
  auto const finished = run_scenario(*found, options);
  if (!finished) return fail(finished.error());
  int const code = finish(finished->report, finished->directory);
  return finished->failure ? fail(*finished->failure) : code;
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
      static_cast<std::size_t>(c.lanes));
  if (!finished) return fail(finished.error());
  fmt::print("{}", summary_table(finished->summary, finished->directory));
  return finished->summary.exit_code;
}

int perform(run_command const& c) {
  auto const where = own_catalog(c.limiter_paths);
  return c.all || c.scenarios.size() > 1 ? run_several(c, where) : run_one(c, where);
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

int perform(doctor_command const&) {
  auto const d = diagnose();
  fmt::print("{}", d.text);
  return d.healthy ? exit_met : exit_stack;
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
