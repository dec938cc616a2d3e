#include "harness/report/write_comparison.hpp"

#include "harness/report/comparison_words.hpp"
#include "harness/report/markdown_text.hpp"

#include <fmt/format.h>

namespace limitproof {

namespace {

std::string strong(std::string const& text) {
  return "**" + text + "**";
}

std::string figure_table(compared_limiter const& pair) {
  std::vector<table_head> heads;
  for (auto const& title : comparison_heads()) heads.push_back({title, column::right});
  heads.front().align = heads.back().align = column::left;
  std::vector<std::vector<std::string>> rows;
  for (auto const& row : comparison_rows(pair))
    rows.push_back({row.figure,
                    row.before,
                    row.after,
                    row.shift,
                    row.interval,
                    row.seen ? strong(row.conclusion) : row.conclusion});
  return markdown_table(heads, rows);
}

std::string pair_text(compared_limiter const& pair) {
  auto const who = pair.before == pair.after
                       ? markdown_code(pair.before)
                       : markdown_code(pair.before) + " against " + markdown_code(pair.after);
  auto const sentence = sentence_of(pair);
  return fmt::format("\n## {}, {}\n\nVerdicts: A {}; B {}. {}\n\n{}",
                     markdown_code(pair.scenario),
                     who,
                     verdicts_text(pair.verdicts_before),
                     verdicts_text(pair.verdicts_after),
                     sentence.plain_no ? strong(sentence.text) : sentence.text,
                     figure_table(pair));
}

std::string only_text(std::string_view side, std::vector<std::string> const& subjects) {
  std::string text;
  for (auto const& subject : subjects) text += fmt::format("- {}\n", markdown_words(subject));
  return text.empty() ? "" : fmt::format("\nOnly in {}:\n\n{}", side, text);
}

}  // namespace

std::string write_comparison(comparison const& c) {
  auto text = fmt::format(
      "# Did it change?\n\n- A: {}\n- B: {}\n", markdown_code(c.before), markdown_code(c.after));
  for (auto const& pair : c.limiters) text += pair_text(pair);
  text += only_text("A", c.only_before) + only_text("B", c.only_after);
  auto const caution = caution_of(c);
  return caution.empty() ? text : text + "\n" + caution + "\n";
}

}  // namespace limitproof
