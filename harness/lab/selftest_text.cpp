#include "harness/lab/selftest.hpp"

#include <fmt/format.h>

namespace limitproof {

namespace {

std::string names_of(std::vector<check_name> const& checks,
                     std::optional<check_name> without = std::nullopt) {
  std::string text;
  for (auto const check : checks)
    if (check != without) text += (text.empty() ? "" : ", ") + std::string(to_name(check));
  return text;
}

std::string fate_text(tried_limiter const& tried) {
  auto const others = names_of(tried.run.fired, tried.broken.found_by);
  switch (fate_of(tried)) {
    case broken_fate::killed:
      return others.empty() ? "killed" : "killed, also by " + others;
    case broken_fate::survived:
      return others.empty() ? "SURVIVED" : "SURVIVED, failed for another reason: " + others;
    case broken_fate::inconclusive:
      return tried.run.unsure.empty() ? "inconclusive"
                                      : "inconclusive by " + names_of(tried.run.unsure);
  }
  return "?";
}

std::string broken_text(tried_limiter const& tried) {
  auto text = fmt::format("  {:<28} {:<10} {:<16} {}\n",
                          tried.broken.limiter,
                          tried.broken.scenario,
                          to_name(tried.broken.found_by),
                          fate_text(tried));
  if (fate_of(tried) != broken_fate::killed)
    text += fmt::format(
        "    {} ({})\n    {}\n", tried.broken.fault, tried.run.directory, tried.run.claim);
  return text;
}

std::string correct_text(selftest_run const& run) {
  auto text = fmt::format("  {:<28} {:<10} {}\n", run.limiter, run.scenario, to_name(run.verdict));
  if (!run.fired.empty())
    text += fmt::format(
        "    FALSE ALARM by {} ({})\n    {}\n", names_of(run.fired), run.directory, run.claim);
  return text;
}

}  // namespace

std::string selftest_text(selftest_result const& r) {
  std::string text;
  if (!r.broken.empty())
    text +=
        fmt::format("  {:<28} {:<10} {:<16}\n", "broken limiter", "scenario", "must be failed by");
  for (auto const& tried : r.broken) text += broken_text(tried);
  if (!r.correct.empty())
    text += fmt::format("\n  {:<28} {:<10} {}\n", "correct limiter", "scenario", "verdict");
  for (auto const& run : r.correct) text += correct_text(run);
  auto const counts = count(r);
  return text + fmt::format(
                    "\n{} of {} broken limiters killed for the right reason, {} survived, {} "
                    "inconclusive\n{} false alarms in {} runs of correct limiters, {} "
                    "inconclusive\n",
                    counts.killed,
                    r.broken.size(),
                    counts.survived,
                    counts.inconclusive,
                    counts.false_alarms,
                    counts.correct_runs,
                    counts.inconclusive_runs);
}

}  // namespace limitproof
