#include "harness/report/words.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/report/number_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace limitproof {

std::string_view in_words(verdict const& v) {
  auto const admits_too_much = [](finding const& f) {
    return f.check == check_name::over_admission && f.verdict == verdict_kind::fail;
  };
  switch (v.kind) {
    case verdict_kind::pass:
      return "held";
    case verdict_kind::fail:
      return std::any_of(v.findings.begin(), v.findings.end(), admits_too_much) ? "broke the limit"
                                                                                : "failed";
    case verdict_kind::inconclusive:
      return "could not be judged";
  }
  return "";
}

std::string outcome_words(verdict const& v, bool met) {
  std::string words(in_words(v));
  if (v.kind == verdict_kind::inconclusive || (met && v.kind == verdict_kind::pass)) return words;
  return words + (met ? ", as expected" : ", not as expected");
}

words_of_all overall_words(verdict_kind overall) {
  switch (overall) {
    case verdict_kind::pass:
      return {"As expected", "each limiter came out as the scenario expects."};
    case verdict_kind::fail:
      return {"Not as expected", "an expectation was not met."};
    case verdict_kind::inconclusive:
      return {"Inconclusive", "this run neither confirms nor refutes what was expected."};
  }
  return {};
}

std::string spaced(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string admitted_text(admission_figures const& figures) {
  if (figures.permits_admitted == figures.admitted) return grouped(figures.admitted);
  return fmt::format("{} for {}",
                     counted(figures.admitted, "request"),
                     counted(figures.permits_admitted, "permit"));
}

std::optional<std::string> against_allowance(admission_figures const& figures) {
  if (!figures.allowance || !figures.ratio) return std::nullopt;
  auto const beyond = figures.permits_admitted - *figures.allowance;
  if (beyond <= 0)
    return fmt::format("{} of {} allowed", admitted_text(figures), grouped(*figures.allowance));
  return fmt::format("{} where {} were allowed: {}",
                     admitted_text(figures),
                     grouped(*figures.allowance),
                     *figures.ratio >= 1.05 ? fmt::format("{:.1f} times the limit", *figures.ratio)
                                            : fmt::format("{} too many", grouped(beyond)));
}

std::string policy_text(policy const& p) {
  std::string text;
  for (auto const& l : p.limits) {
    if (!text.empty()) text += " and ";
    text += fmt::format("{} per {}", grouped(l.count), to_text(l.per));
    if (l.burst != l.count) text += fmt::format(" with bursts of {}", grouped(l.burst));
  }
  return text;
}

}  // namespace limitproof
