#include "harness/report/comparison_words.hpp"

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

std::string interval_text(measured_figure figure, std::optional<value_range> const& interval) {
  if (!interval) return "–";
  return fmt::format(
      "{} … {}", signed_text(figure, interval->least), signed_text(figure, interval->most));
}

std::string conclusion(sample_difference const& d) {
  if (!d.interval) return "too few runs";
  if (!d.seen()) return "no difference seen";
  return d.interval->least > 0 ? "higher" : "lower";
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

}  // namespace

std::vector<std::string> comparison_heads() {
  return {"figure", "A: median (least … most)", "B", "B − A", "with 95 % confidence", "B is"};
}

std::vector<comparison_row> comparison_rows(compared_limiter const& pair) {
  std::vector<comparison_row> rows;
  for (auto const& [figure, d] : pair.figures)
    rows.push_back({figure_text(figure),
                    sample_text(figure, d.before),
                    sample_text(figure, d.after),
                    signed_text(figure, d.shift),
                    interval_text(figure, d.interval),
                    conclusion(d),
                    d.seen()});
  return rows;
}

std::string verdicts_text(verdict_counts const& counts) {
  std::string text;
  for (auto const& [verdict, runs] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", runs, to_name(verdict));
  return text;
}

comparison_sentence sentence_of(compared_limiter const& pair) {
  std::string seen;
  bool decided = false;
  for (auto const& [figure, d] : pair.figures) {
    decided = decided || d.interval;
    if (d.seen()) seen += (seen.empty() ? "" : ", ") + figure_text(figure);
  }
  if (!seen.empty()) return {"A difference was seen in: " + seen + "."};
  if (decided) return {"No difference seen.", true};
  return {
      "Too few runs to tell a difference from chance: 4 on each side are the least, --repeat 4."};
}

std::string caution_of(comparison const& c) {
  auto const tested = tested_figures(c);
  if (tested == 0) return "";
  return fmt::format(
      "The confidence is each figure's own, from the ranks of the runs, whatever their "
      "distribution. Of {} figures {:.1f} may look different by chance alone. A verdict needs no "
      "statistics: a fail has its certificate.",
      tested,
      static_cast<double>(tested) / 20);
}

}  // namespace limitproof
