#include "harness/report/write_comparison.hpp"

#include "harness/report/markdown_text.hpp"
#include "harness/report/number_text.hpp"
#include "harness/report/words.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace limitproof {

namespace {

bool is_time(measured_figure figure) {
  return figure >= measured_figure::admitted_p50_us;
}

std::string value_text(measured_figure figure, std::int64_t value) {
  if (!is_time(figure)) return grouped(value);
  return value < 0 ? "-" + time_text(-value) : time_text(value);
}

std::string signed_text(measured_figure figure, std::int64_t value) {
  return (value > 0 ? "+" : "") + value_text(figure, value);
}

/// "admitted_p50_us" → "admitted p50".
std::string figure_text(measured_figure figure) {
  auto text = spaced(to_name(figure));
  if (is_time(figure)) text.resize(text.size() - std::string_view(" us").size());
  return text;
}

std::string sample_text(measured_figure figure, sample const& s) {
  if (s.least == s.most) return value_text(figure, s.median);
  return fmt::format("{} ({} … {})",
                     value_text(figure, s.median),
                     value_text(figure, s.least),
                     value_text(figure, s.most));
}

std::string conclusion(sample_difference const& d) {
  if (!d.interval) return "too few runs";
  if (!d.seen()) return "no difference seen";
  return d.interval->least > 0 ? "**higher**" : "**lower**";
}

std::string verdicts_text(verdict_counts const& counts) {
  std::string text;
  for (auto const& [verdict, runs] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", runs, to_name(verdict));
  return text;
}

std::string figure_table(compared_limiter const& pair) {
  std::vector<std::vector<std::string>> rows;
  for (auto const& [figure, d] : pair.figures)
    rows.push_back({figure_text(figure),
                    sample_text(figure, d.before),
                    sample_text(figure, d.after),
                    signed_text(figure, d.shift),
                    d.interval ? fmt::format("{} … {}",
                                             signed_text(figure, d.interval->least),
                                             signed_text(figure, d.interval->most))
                               : "–",
                    conclusion(d)});
  return markdown_table({{"figure"},
                         {"A: median (least … most)", column::right},
                         {"B", column::right},
                         {"B − A", column::right},
                         {"with 95 % confidence", column::right},
                         {"B is"}},
                        rows);
}

std::string pair_sentence(compared_limiter const& pair) {
  std::string seen;
  bool decided = false;
  for (auto const& [figure, d] : pair.figures) {
    decided = decided || d.interval;
    if (d.seen()) seen += (seen.empty() ? "" : ", ") + figure_text(figure);
  }
  if (!seen.empty()) return "A difference was seen in: " + seen + ".";
  if (decided) return "**No difference seen.**";
  return "Too few runs to tell a difference from chance: 4 on each side are the least, "
         "`--repeat 4`.";
}

std::string pair_text(compared_limiter const& pair) {
  auto const who = pair.before == pair.after
                       ? markdown_code(pair.before)
                       : markdown_code(pair.before) + " against " + markdown_code(pair.after);
  return fmt::format("\n## {}, {}\n\nVerdicts: A {}; B {}. {}\n\n{}",
                     markdown_code(pair.scenario),
                     who,
                     verdicts_text(pair.verdicts_before),
                     verdicts_text(pair.verdicts_after),
                     pair_sentence(pair),
                     figure_table(pair));
}

std::string only_text(std::string_view side, std::vector<std::string> const& subjects) {
  std::string text;
  for (auto const& subject : subjects) text += fmt::format("- {}\n", markdown_words(subject));
  return text.empty() ? "" : fmt::format("\nOnly in {}:\n\n{}", side, text);
}

std::size_t tested_figures(comparison const& c) {
  std::size_t tested = 0;
  for (auto const& pair : c.limiters)
    tested += static_cast<std::size_t>(
        std::count_if(pair.figures.begin(), pair.figures.end(), [](auto const& figure) {
          return figure.second.interval.has_value();
        }));
  return tested;
}

std::string caution(comparison const& c) {
  auto const tested = tested_figures(c);
  if (tested == 0) return "";
  return fmt::format(
      "\nThe confidence is each figure's own, from the ranks of the runs, whatever their "
      "distribution. Of {} figures {:.1f} may look different by chance alone. A verdict needs no "
      "statistics: a fail has its certificate.\n",
      tested,
      static_cast<double>(tested) / 20);
}

}  // namespace

std::string write_comparison(comparison const& c) {
  auto text = fmt::format(
      "# Did it change?\n\n- A: {}\n- B: {}\n", markdown_code(c.before), markdown_code(c.after));
  for (auto const& pair : c.limiters) text += pair_text(pair);
  return text + only_text("A", c.only_before) + only_text("B", c.only_after) + caution(c);
}

}  // namespace limitproof
