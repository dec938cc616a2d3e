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
