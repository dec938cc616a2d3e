#include "harness/report/compare_runs.hpp"

#include "harness/report/compare_samples.hpp"

#include <map>

#include <fmt/format.h>

namespace limitproof {

namespace {

/// Scenario and limiter.
using subject = std::pair<std::string, std::string>;
using grouped_runs = std::map<subject, std::vector<measured_run const*>>;

grouped_runs by_subject(std::vector<measured_run> const& runs) {
  grouped_runs groups;
  for (auto const& run : runs) groups[{run.scenario, run.limiter}].push_back(&run);
  return groups;
}

verdict_counts count_verdicts(std::vector<measured_run const*> const& runs) {
  verdict_counts counts;
  for (auto const* run : runs) ++counts[run->verdict];
  return counts;
}

/// Of the runs that tell it.
std::vector<std::int64_t> values_of(std::vector<measured_run const*> const& runs,
                                    measured_figure figure) {
  std::vector<std::int64_t> values;
  for (auto const* run : runs)
    if (auto const found = run->figures.find(figure); found != run->figures.end())
      values.push_back(found->second);
  return values;
}

compared_limiter compared(grouped_runs::value_type const& before,
                          grouped_runs::value_type const& after) {
  compared_limiter pair{before.first.first,
                        before.first.second,
                        after.first.second,
                        count_verdicts(before.second),
                        count_verdicts(after.second),
                        {}};
  for (auto const& figure : enum_names<measured_figure>) {
    auto from = values_of(before.second, figure.value);
    auto to = values_of(after.second, figure.value);
    if (!from.empty() && !to.empty())
      pair.figures.emplace_back(figure.value, compare_samples(std::move(from), std::move(to)));
  }
  return pair;
}

std::vector<std::string> subjects_missing_from(grouped_runs const& other,
                                               grouped_runs const& groups) {
  std::vector<std::string> missing;
  for (auto const& [key, runs] : groups)
    if (!other.contains(key)) missing.push_back(fmt::format("{}, {}", key.first, key.second));
  return missing;
}

result<void> require_comparable(compared_side const& side, grouped_runs const& groups) {
  for (auto const& [key, runs] : groups)
    if (runs.size() > most_compared_runs)
      return error{errc::bad_file,
                   fmt::format("{}: {} runs of {}, {}; at most {} can be compared",
                               side.name,
                               runs.size(),
                               key.first,
                               key.second,
                               most_compared_runs)};
  return {};
}

}  // namespace

result<comparison> compare_runs(compared_side const& before, compared_side const& after) {
  auto const from = by_subject(before.runs);
  auto const to = by_subject(after.runs);
  for (auto const& checked : {require_comparable(before, from), require_comparable(after, to)})
    if (!checked) return checked.error();

  comparison all{before.name, after.name, {}, {}, {}};
  for (auto const& group : from)
    if (auto const same = to.find(group.first); same != to.end())
      all.limiters.push_back(compared(group, *same));
  if (all.limiters.empty() && from.size() == 1 && to.size() == 1 &&
      from.begin()->first.first == to.begin()->first.first) {
    all.limiters.push_back(compared(*from.begin(), *to.begin()));
    return all;
  }
  all.only_before = subjects_missing_from(to, from);
  all.only_after = subjects_missing_from(from, to);
  if (all.limiters.empty())
    return error{errc::bad_file,
                 fmt::format("{} and {} have no limiter under the same scenario in common; to "
                             "compare one limiter with another name both, as RUN/LIMITER or "
                             "RUN/LIMITER/POLICY",
                             before.name,
                             after.name)};
  return all;
}

}  // namespace limitproof
