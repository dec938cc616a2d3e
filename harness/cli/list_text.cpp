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
    text += fmt::format("  {:<20} {}\n", s.name, s.why);
    std::string names;
    for (auto const& limiter : s.limiters) names += (names.empty() ? "" : ", ") + limiter;
    text += fmt::format("  {:<20} compares {}\n", "", names);
  }
  return text;
}

result<std::string> limiters_text(catalog const& where) {
  auto const all = list_limiters(where);
  if (!all) return all.error();
  std::string text = "Limiters (--limiter NAME)\n";
  for (auto const& limiter : *all)
    text += fmt::format("  {:<20} {} ({}, {})\n",
                        limiter.name,
                        limiter.manifest.summary,
                        to_name(limiter.manifest.kind),
                        to_name(limiter.manifest.claims.algorithm));
  return text;
}

std::string checks_text() {
  std::string text = "Checks (in a scenario's \"expect\")\n";
  for (auto const& check : enum_names<check_name>)
    text += fmt::format("  {:<20} {}\n", check.name, question_of(check.value));
  return text;
}

}  // namespace

result<std::string> list_text(catalog const& where, listed_thing what) {
  std::string text;
  auto const wants = [what](listed_thing thing) {
    return what == listed_thing::everything || what == thing;
  };
  if (wants(listed_thing::scenarios)) {
    auto const part = scenarios_text(where);
    if (!part) return part.error();
    text += *part;
  }
  if (wants(listed_thing::limiters)) {
    auto const part = limiters_text(where);
    if (!part) return part.error();
    text += *part;
  }
  if (wants(listed_thing::checks)) text += checks_text();
  return text;
}

}  // namespace limitproof
