#include "harness/report/github_annotations.hpp"

#include "harness/report/plain_proof.hpp"
#include "harness/report/visible_text.hpp"

#include <string_view>

#include <fmt/format.h>

namespace limitproof {

namespace {

// As actions/toolkit writes them: packages/core/src/command.ts.
std::string escaped(std::string_view text, std::string_view special) {
  std::string line;
  for (char const c : visible_text(text, line_breaks::kept)) {
    if (special.find(c) == std::string_view::npos)
      line += c;
    else
      line += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return line;
}

std::string annotation(std::string_view level,
                       std::string const& title,
                       std::string const& message) {
  return fmt::format(
      "::{} title={}::{}\n", level, escaped(title, "%\r\n:,"), escaped(message, "%\r\n"));
}

std::string annotation_of(std::string const& scenario, run_report const& run) {
  std::string message;
  auto const add = [&message](std::string const& line) {
    message += (message.empty() ? "" : "\n") + line;
  };
  for (auto const& row : run.expectations)
    if (!row.met) add(miss_text(row));
  for (auto const& fact : plain_proof(run)) add(fact.name + ": " + fact.text);
  return annotation(run.verdict.kind == verdict_kind::inconclusive ? "warning" : "error",
                    fmt::format("limitproof, {}, {}", scenario, name_of(run)),
                    message);
}

}  // namespace

std::string github_annotations(std::vector<scenario_outcome> const& outcomes) {
  std::string text;
  for (auto const& outcome : outcomes) {
    if (outcome.report)
      for (auto const& run : outcome.report->runs)
        if (!run.met) text += annotation_of(outcome.scenario, run);
    if (outcome.failure)
      text += annotation("error", "limitproof, " + outcome.scenario, outcome.failure->what);
  }
  return text;
}

}  // namespace limitproof
