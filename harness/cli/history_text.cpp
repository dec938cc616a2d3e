#include "harness/cli/history_text.hpp"

#include "harness/model/exit_code.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

namespace limitproof {

namespace {

std::string seconds(std::int64_t ns) {
  return fmt::format("{}.{:06} s", ns / 1'000'000'000, ns / 1'000 % 1'000'000);
}

std::int64_t last_instant(history const& h) {
  std::int64_t last = 0;
  for (auto const& op : h.operations) last = std::max({last, op.sent_ns, op.received_ns});
  return last;
}

// "3-5, 9": a certificate has as many lines as the limit allows, and one more.
std::string line_ranges(std::vector<std::uint64_t> lines) {
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (std::size_t first = 0; first < lines.size();) {
    auto last = first;
    while (last + 1 < lines.size() && lines[last + 1] == lines[last] + 1) ++last;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", lines[first]);
    if (last > first) text += fmt::format("-{}", lines[last]);
    first = last + 1;
  }
  return text;
}

std::string certificate_text(finding const& found) {
  std::string text;
  if (found.interval)
    text += fmt::format("    from {} to {} after the earliest request\n",
                        seconds(found.interval->start_ns),
                        seconds(found.interval->end_ns));
  if (!found.witness.empty()) text += fmt::format("    lines {}\n", line_ranges(found.witness));
  return text;
}

// The other checks rest on what a limiter claims and its nodes tell: silent about a history without
// either, unless they found something.
bool is_of_any_history(check_name check) {
  constexpr std::array asked = {check_name::over_admission,
                                check_name::node_coverage,
                                check_name::overload,
                                check_name::send_lag,
                                check_name::unknown_share};
  return std::find(asked.begin(), asked.end(), check) != asked.end();
}

}  // namespace

std::string history_text(judged_history const& judged, std::filesystem::path const& file) {
  auto const& h = judged.history;
  auto const& figures = judged.verdict.admission;
  auto text = fmt::format("{}: {}\n", file.string(), to_name(judged.verdict.kind));
  text += fmt::format(
      "  {} requests for {} keys in {}: {} admitted, {} denied, {} unknown; certified excess {}, "
      "in "
      "all {}\n",
      figures.offered,
      h.keys.size(),
      seconds(last_instant(h)),
      figures.admitted,
      figures.denied,
      figures.unknown,
      figures.certified_excess,
      figures.total_excess);
  std::string silent;
  for (auto const& found : judged.verdict.findings) {
    if (found.verdict == verdict_kind::inconclusive && !is_of_any_history(found.check)) {
      silent += fmt::format("{}{}", silent.empty() ? "" : ", ", to_name(found.check));
      continue;
    }
    text += fmt::format(
        "  {:<16} {:<13} {}\n", to_name(found.check), to_name(found.verdict), found.claim);
    text += certificate_text(found);
  }
  if (!silent.empty())
    text += fmt::format("  Not judged, as that takes a limiter's claims: {}.\n", silent);
  return text +
         "  This is what the history tells: a request it leaves out, or tells wrongly, was not "
         "judged.\n";
}

int exit_code_of(verdict_kind kind) {
  switch (kind) {
    case verdict_kind::pass:
      return exit_met;
    case verdict_kind::fail:
      return exit_expectation_failed;
    case verdict_kind::inconclusive:
      return exit_inconclusive;
  }
  return exit_inconclusive;
}

}  // namespace limitproof
