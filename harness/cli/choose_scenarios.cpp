#include "harness/cli/choose_scenarios.hpp"

#include "harness/cli/run_options.hpp"

#include <algorithm>
#include <utility>

namespace limitproof {

namespace {

bool contains(std::vector<std::string> const& names, std::string const& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void aim_at_target(scenario& s, bool limiter_is_known) {
  s.expect.clear();
  if (limiter_is_known) return;
  s.limiters = {unnamed_limiter};
  s.judge = judged_by::promised;
}

/// Of the scenario's limiters, those that were asked for.
std::vector<std::string> compared(std::vector<std::string> limiters,
                                  std::vector<std::string> const& wanted) {
  limiters.erase(
      std::remove_if(limiters.begin(),
                     limiters.end(),
                     [&wanted](std::string const& name) { return !contains(wanted, name); }),
      limiters.end());
  return limiters;
}

chosen_scenario choose(run_command const& run, catalog const& where) {
  auto found = choose_scenario(run, where);
  auto name = found ? found->scenario.name : run.scenarios.front();
  return {run.scenarios.front(), std::move(name), command_text(run), std::move(found)};
}

/// All of them, then all of them again: what changes slowly on the machine meets each alike.
std::vector<chosen_scenario> repeated(std::vector<chosen_scenario> const& once,
                                      std::int64_t times) {
  std::vector<chosen_scenario> all;
  for (std::int64_t i = 0; i < times; ++i) all.insert(all.end(), once.begin(), once.end());
  return all;
}

/// Every scenario of the catalog by its name, with --limiter narrowed to what it compares. A bad
/// file compares nobody knows what, so it stays.
std::vector<chosen_scenario> choose_all(run_command const& run, catalog const& where) {
  std::vector<chosen_scenario> chosen;
  for (auto const& file : scenario_files(where)) {
    auto one = for_one(run, file.stem().string());
    if (!run.limiters.empty()) {
      auto const found = find_scenario(where, one.scenarios.front());
      if (found) one.limiters = compared(found->scenario.limiters, run.limiters);
      if (one.limiters.empty()) continue;
    }
    chosen.push_back(choose(one, where));
  }
  return chosen;
}

}  // namespace

result<found_scenario> choose_scenario(run_command const& run, catalog const& where) {
  auto found =
      find_scenario(where, run.scenarios.front(), run.full ? run_size::full : run_size::usual);
  if (!found) return found;
  auto& s = found->scenario;
  if (run.seed) s.seed = *run.seed;
  if (!run.limiters.empty()) s.limiters = run.limiters;
  s.tolerance = changed(s.tolerance, run.tolerance);
  if (run.target) aim_at_target(s, !run.limiters.empty());
  return found;
}

result<std::vector<chosen_scenario>> choose_scenarios(run_command const& run,
                                                      catalog const& where) {
  std::vector<chosen_scenario> chosen;
  for (auto const& name : run.scenarios) chosen.push_back(choose(for_one(run, name), where));
  if (!run.all) return repeated(chosen, run.repeat);

  chosen = choose_all(run, where);
  for (auto const& limiter : run.limiters)
    if (std::none_of(chosen.begin(), chosen.end(), [&limiter](chosen_scenario const& each) {
          return each.found && contains(each.found->scenario.limiters, limiter);
        }))
      return error{errc::bad_usage, "no shipped scenario compares the limiter " + limiter};
  if (chosen.empty())
    return error{errc::bad_usage, "no scenarios are shipped with this program; reinstall it"};
  return repeated(chosen, run.repeat);
}

}  // namespace limitproof
