#include "harness/run/run_scenario.hpp"

#include "harness/codec/plan_codec.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/model/policy_parts.hpp"
#include "harness/plan/make_plan.hpp"
#include "harness/run/attack_limiter.hpp"
#include "harness/run/environment.hpp"
#include "harness/run/judge_run.hpp"
#include "harness/run/report_directory.hpp"
#include "harness/run/run_directory.hpp"

#include <chrono>
#include <optional>
#include <system_error>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;

result<std::vector<found_limiter>> find_limiters(scenario const& s, run_options const& options) {
  std::vector<found_limiter> limiters;
  for (auto const& name : s.limiters) {
    if (options.target && name == unnamed_limiter) {
      limiters.push_back({name, {}, {}});
      continue;
    }
    auto found = find_limiter(options.where, name);
    if (!found) return found.error();
    limiters.push_back(std::move(*found));
  }
  return limiters;
}

// Nodes look for the limiter that a policy names beside the one they are given.
fs::path folder_of(found_limiter const& limiter, scenario const& s, std::string const& policy) {
  auto const* const named = find_policy(s, policy);
  if (named == nullptr || !named->limiter) return limiter.folder;
  return limiter.folder.parent_path() / *named->limiter;
}

// The limiter's folder within the run: its manifest, or that of each policy's limiter, for judging
// later; logs and records, for now.
result<void> begin_limiter_directory(found_limiter const& limiter,
                                     scenario const& s,
                                     fs::path const& directory) {
  std::error_code failure;
  for (auto const& folder : {directory, directory / "logs", directory / "records"})
    if (!failure) fs::create_directory(folder, failure);
  for (auto const& policy : judged_policies(s)) {
    auto const part = part_directory(directory, policy);
    if (!failure) fs::create_directories(part, failure);
    if (!failure && !limiter.folder.empty())
      fs::copy_file(folder_of(limiter, s, policy) / "limiter.json", part / "limiter.json", failure);
  }
  if (failure) return error{errc::io, "preparing " + directory.string() + ": " + failure.message()};
  return {};
}

// What every later step, and every later day, starts from.
result<fs::path> begin_directory(found_scenario const& s, plan const& p, fs::path const& out) {
  auto directory = create_run_directory(out, s.scenario.name);
  if (!directory) return directory;
  for (auto const& [name, text] :
       {std::pair{"scenario.json", s.text}, std::pair{"plan.json", encode_plan(p)}}) {
    auto const written = write_text(*directory / name, text);
    if (!written) return written.error();
  }
  return directory;
}

result<run_record::attacked> run_limiter(plan const& p,
                                         found_limiter const& limiter,
                                         fs::path const& directory,
                                         run_options const& options) {
  auto const prepared = begin_limiter_directory(limiter, p.scenario, directory);
  if (!prepared) return prepared.error();
  auto attacked = attack_limiter({p,
                                  limiter,
                                  options.where.node_program,
                                  options.where.proxy_program,
                                  directory,
                                  options.stop,
                                  options.observer,
                                  options.stack});
  if (!attacked) return attacked;

  auto const begun = std::chrono::steady_clock::now();
  auto const judged = judge_run(p, directory);
  if (!judged) return judged.error();
  for (auto const& part : *judged)
    options.observer.judged(run_name(limiter.name, part.policy), part.verdict);
  auto const took = duration_cast<microseconds>(std::chrono::steady_clock::now() - begun);
  attacked->steps.push_back({"check", took.count()});
  return attacked;
}

}  // namespace

result<finished_run> run_scenario(found_scenario const& s, run_options const& options) {
  auto const begun = std::chrono::steady_clock::now();
  auto const limiters = find_limiters(s.scenario, options);
  if (!limiters) return limiters.error();
  auto p = make_plan(s.scenario);
  if (!p) return p.error();
  p->target = options.target;
  if (p->target && !p->faults.empty())
    return error{errc::bad_usage,
                 "the faults of " + s.scenario.name +
                     " can only be done to a stack of our own; leave out --target, or the faults"};
  auto const directory = begin_directory(s, *p, options.out);
  if (!directory) return directory.error();

  run_record record;
  record.command = options.command;
  record.strict = options.strict;
  record.started_wall_us =
      duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  record.environment = describe_environment();
  if (options.stack == stack_kind::compose)
    record.environment.emplace_back("stack", to_name(options.stack));
  auto written = write_run_record(*directory, record);
  if (!written) return written.error();

  std::optional<error> failure;
  for (auto const& limiter : *limiters) {
    auto attacked = run_limiter(*p, limiter, *directory / limiter.name, options);
    if (!attacked) {
      failure = with_context(directory->string(), attacked.error());
      if (record.runs.empty()) return *failure;
      break;
    }
    record.runs.push_back(std::move(*attacked));
    record.duration_us =
        duration_cast<microseconds>(std::chrono::steady_clock::now() - begun).count();
    written = write_run_record(*directory, record);
    if (!written) return written.error();
  }

  auto reported = report_directory(*directory);
  if (!reported) return reported.error();
  auto const linked = point_latest_at(*directory);
  if (!linked) return linked.error();
  return finished_run{*directory, std::move(*reported), std::move(failure)};
}

}  // namespace limitproof
