#include "harness/report/markdown_outages.hpp"

#include "harness/report/markdown_text.hpp"
#include "harness/report/number_text.hpp"

#include <optional>
#include <vector>

namespace limitproof {

namespace {

using cells = std::vector<std::string>;

template <class Spell>
std::string told(std::optional<std::int64_t> const& figure, Spell spell) {
  return figure ? spell(*figure) : std::string("–");
}

cells row_of(run_report const& run, outage_row const& outage) {
  auto const answered = outage.latency.count > 0;
  return {markdown_code(name_of(run)),
          markdown_words(to_name(outage.fault)),
          moment_text(outage.began_ns),
          outage.back_ns ? moment_text(*outage.back_ns) : "never",
          told(outage.detection_us, time_text),
          told(outage.recovery_us, time_text),
          told(answered ? std::optional(outage.latency.p99) : std::nullopt, time_text),
          told(answered ? std::optional(outage.latency.max) : std::nullopt, time_text),
          grouped(outage.admitted),
          grouped(outage.denied),
          told(outage.allowed, grouped),
          told(outage.overshoot, grouped)};
}

}  // namespace

std::string markdown_outages(report const& r) {
  std::vector<cells> rows;
  for (auto const& run : r.runs)
    for (auto const& outage : run.outages) rows.push_back(row_of(run, outage));
  return markdown_table({{"limiter"},
                         {"fault"},
                         {"began", column::right},
                         {"back", column::right},
                         {"noticed after", column::right},
                         {"degraded after its return", column::right},
                         {"p99 meanwhile", column::right},
                         {"longest", column::right},
                         {"admitted without it", column::right},
                         {"denied without it", column::right},
                         {"the policy left", column::right},
                         {"overshoot", column::right}},
                        rows);
}

}  // namespace limitproof
