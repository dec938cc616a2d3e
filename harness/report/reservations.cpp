#include "harness/report/reservations.hpp"

#include "harness/report/number_text.hpp"
#include "harness/report/words.hpp"

#include <fmt/format.h>

namespace limitproof {

namespace {

std::vector<std::string> open_questions(verdict const& v) {
  std::vector<std::string> claims;
  for (auto const& f : v.findings)
    if (f.verdict == verdict_kind::inconclusive)
      claims.push_back(fmt::format("{}: {}", spaced(to_name(f.check)), f.claim));
  return claims;
}

void add_unmet(std::vector<reservation>& list, run_report const& run) {
  for (auto const& row : run.expectations)
    if (!row.met)
      list.push_back({name_of(run),
                      fmt::format("{} was expected to be {}, found {}",
                                  spaced(row.subject),
                                  row.expected,
                                  row.found)});
  if (!run.met && run.verdict.kind == verdict_kind::inconclusive && !list.empty())
    list.back().reasons = open_questions(run.verdict);
}

void add_shortened(std::vector<reservation>& list, run_report const& run) {
  if (run.ended != attack_end::planned)
    list.push_back({name_of(run),
                    fmt::format("its attack ended early, at its {}, when {} had been sent",
                                spaced(to_name(run.ended)),
                                counted(run.attack.sent, "request"))});
  if (!run.complete)
    list.push_back(
        {name_of(run), "its attack was interrupted; the figures cover what was recorded"});
}

}  // namespace

std::vector<reservation> reservations(report const& r) {
  std::vector<reservation> list;
  for (auto const& run : r.runs) {
    add_unmet(list, run);
    add_shortened(list, run);
  }
  for (auto const& name : r.not_judged)
    list.push_back({name, "never judged, the run was cut short before it"});
  return list;
}

}  // namespace limitproof
