#include "harness/report/markdown_breaches.hpp"

#include "harness/report/markdown_text.hpp"
#include "harness/report/number_text.hpp"

#include <fmt/format.h>

namespace limitproof {

std::string markdown_breaches(report const& r) {
  std::vector<std::vector<std::string>> rows;
  for (auto const& run : r.runs)
    for (auto const& f : run.verdict.findings)
      for (auto const& breach : f.breaches)
        rows.push_back({markdown_code(name_of(run)),
                        markdown_words(breach.rule),
                        breach.severity == breach_severity::must
                            ? "**must**"
                            : std::string(to_name(breach.severity)),
                        markdown_code(breach.line),
                        markdown_words(breach.what),
                        markdown_words(breach.section),
                        std::to_string(breach.operation),
                        grouped(breach.occurrences)});
  return markdown_table({{"limiter"},
                         {"rule"},
                         {"severity"},
                         {"line"},
                         {"what is wrong"},
                         {"written in"},
                         {"first request", column::right},
                         {"times", column::right}},
                        rows);
}

}  // namespace limitproof
