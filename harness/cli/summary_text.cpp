#include "harness/cli/summary_text.hpp"

#include "harness/report/number_text.hpp"
#include "harness/report/plain_proof.hpp"
#include "harness/report/words.hpp"

#include <fmt/format.h>

namespace limitproof {

namespace {

std::string run_line(run_report const& run) {
  auto const& a = run.verdict.admission;
  auto line = fmt::format("  {:<20} {:<13}", name_of(run), to_name(run.verdict.kind));
  if (a.allowance && a.ratio)
    line += fmt::format(" admitted {} of {} allowed ({:.2f} times)",
                        admitted_text(a),
                        grouped(*a.allowance),
                        *a.ratio);
  else
    line += fmt::format(" admitted {}", admitted_text(a));
  return line + (run.met ? ", as expected\n" : ", not as expected\n");
}

std::string_view reason(attack_end ended) {
  switch (ended) {
    case attack_end::planned:
      return "as planned";
    case attack_end::request_budget:
      return "and no more, as its request budget was spent";
    case attack_end::time_limit:
      return "and no more, as its time limit was reached";
  }
  return "";
}

std::string sent_line(run_report const& run, external_target const& target) {
  return fmt::format("    {} requests went to {}:{} ({}), {}; each connection's warm-up besides\n",
                     run.attack.sent,
                     target.host,
                     target.where.port,
                     target.where.host,
                     reason(run.ended));
}

}  // namespace

std::string summary_text(report const& r, std::filesystem::path const& directory) {
  std::string text = fmt::format("{}: {}\n", r.scenario, r.why);
  for (auto const& run : r.runs) {
    text += run_line(run);
    if (r.target) text += sent_line(run, *r.target);
    for (auto const& finding : run.verdict.findings)
      if (made_the_verdict(finding, run.verdict.kind))
        text += fmt::format("    {}: {}\n", to_name(finding.check), finding.claim);
    for (auto const& row : run.expectations)
      if (!row.met)
        text += fmt::format(
            "    expected {} to be {}, found {}\n", row.subject, row.expected, row.found);
  }
  text += fmt::format("Report: {} (also report.md)\n", (directory / "report.html").string());
  return text;
}

}  // namespace limitproof
