#include "harness/cli/list_text.hpp"

#include "harness/model/verdict.hpp"

#include <fmt/format.h>

namespace limitproof {

namespace {

result<std::string> scenarios_text(catalog const& where) {
  auto const all = list_scenarios(where);
  if (!all) return all.error();
  std::string text = "Scenarios (limitproof run NAME)\n";
  for (auto const& s : *all) {
    text += fmt::format("  {:<24} {}\n", s.name, s.why);
    std::string names;
    for (auto const& limiter : s.limiters) names += (names.empty() ? "" : ", ") + limiter;
    text += fmt::format("  {:<24} compares {}\n", "", names);
  }
  return text;
}

result<std::string> limiters_text(catalog const& where) {
  auto const all = list_limiters(where);
  if (!all) return all.error();
  std::string text = "Limiters (--limiter NAME)\n";
  for (auto const& limiter : *all)
    text += fmt::format("  {:<24} {} ({}, {})\n",
                        limiter.name,
                        limiter.manifest.summary,
                        to_name(limiter.manifest.kind),
                        to_name(limiter.manifest.claims.algorithm));
  return text;
}

result<std::string> checks_text(catalog const&) {
  std::string text = "Checks (in a scenario's \"expect\")\n";
  for (auto const& check : enum_names<check_name>)
    text += fmt::format("  {:<24} {}\n", check.name, question_of(check.value));
  return text;
}

}  // namespace

result<std::string> list_text(catalog const& where, std::string const& what) {
  std::string text;
  for (auto const& [name, part] : {std::pair{"scenarios", &scenarios_text},
                                   std::pair{"limiters", &limiters_text},
                                   std::pair{"checks", &checks_text}}) {
    if (!what.empty() && what != name) continue;
    auto const written = part(where);
    if (!written) return written.error();
    text += *written;
  }
  return text;
}

}  // namespace limitproof
