#include "harness/report/plain_proof.hpp"

#include "harness/report/number_text.hpp"
#include "harness/report/words.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr std::size_t shown_witnesses = 5;

// The checks of the measurement stand behind those of the limiter.
bool can_leave_open(check_name check) {
  return check == check_name::over_admission || check >= check_name::node_coverage;
}

std::string excess_text(admission_figures const& a) {
  return fmt::format(
      "{} in the worst interval, {} in all", grouped(a.certified_excess), grouped(a.total_excess));
}

std::string other_fails(std::vector<finding> const& findings, finding const& told) {
  std::string names;
  for (auto const& f : findings)
    if (f.verdict == verdict_kind::fail && f.check != told.check)
      names += (names.empty() ? "" : ", ") + std::string(to_name(f.check));
  return names;
}

void tell(std::vector<told_fact>& facts, run_report const& run, finding const& f) {
  if (f.check == check_name::over_admission)
    facts.push_back({"too many", excess_text(run.verdict.admission)});
  facts.push_back({"proof", fmt::format("{}: {}", to_name(f.check), f.claim)});
  facts.push_back({"interval",
                   fmt::format("of the proof: from {} to {} of the run; {}, id {}",
                               moment_text(f.interval->start_ns),
                               moment_text(f.interval->end_ns),
                               run.history_path,
                               witness_text(f))});
  if (auto const others = other_fails(run.verdict.findings, f); !others.empty())
    facts.push_back({"also", others + " failed too"});
}

}  // namespace

bool has_certificate(finding const& f) {
  return f.verdict == verdict_kind::fail && f.interval.has_value();
}

finding const* first_certificate(verdict const& v) {
  auto const found = std::find_if(v.findings.begin(), v.findings.end(), has_certificate);
  return found == v.findings.end() ? nullptr : &*found;
}

bool made_the_verdict(finding const& f, verdict_kind verdict) {
  return f.verdict == verdict &&
         (verdict == verdict_kind::fail ||
          (verdict == verdict_kind::inconclusive && can_leave_open(f.check)));
}

std::string witness_text(finding const& f) {
  std::string ids;
  auto const shown = std::min(shown_witnesses, f.witness.size());
  for (std::size_t i = 0; i < shown; ++i)
    ids += (i == 0 ? "" : ", ") + std::to_string(f.witness[i]);
  auto const more = f.witness.size() - shown;
  if (more > 0) ids += fmt::format(" and {} more", grouped(static_cast<std::int64_t>(more)));
  return ids;
}

std::vector<told_fact> plain_proof(run_report const& run) {
  std::vector<told_fact> facts{
      {"limit", fmt::format("{} ({})", policy_text(run.policy), spaced(to_name(run.algorithm)))}};
  if (auto const* const proven = first_certificate(run.verdict)) {
    tell(facts, run, *proven);
    return facts;
  }
  for (auto const& f : run.verdict.findings)
    if (made_the_verdict(f, run.verdict.kind))
      facts.push_back({"because", fmt::format("{}: {}", to_name(f.check), f.claim)});
  if (facts.size() == 1) facts.clear();
  return facts;
}

std::string miss_text(expectation_row const& row) {
  return fmt::format("{} was expected to be {}, found {}", row.subject, row.expected, row.found);
}

}  // namespace limitproof
