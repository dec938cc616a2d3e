#include "harness/serve/comparison_page.hpp"

#include "harness/report/comparison_words.hpp"
#include "harness/report/markup_text.hpp"
#include "harness/serve/framed_page.hpp"
#include "harness/serve/run_link.hpp"

#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace limitproof {

namespace {

std::string table_line(std::vector<std::string> const& cells, std::string_view element) {
  std::string html = "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    bool const figure = i != 0 && i + 1 != cells.size();
    html += fmt::format("<{0}{1}>{2}</{0}>", element, figure ? " class=\"number\"" : "", cells[i]);
  }
  return html + "</tr>\n";
}

std::string figure_table(compared_limiter const& pair) {
  std::string lines;
  for (auto const& row : comparison_rows(pair)) {
    auto const conclusion = row.seen ? "<b>" + row.conclusion + "</b>" : row.conclusion;
    lines +=
        table_line({row.figure, row.before, row.after, row.shift, row.interval, conclusion}, "td");
  }
  return fmt::format(
      "<div class=\"scroll\" "
      "tabindex=\"0\"><table>\n<thead>{}</thead>\n<tbody>\n{}</tbody>\n</table></div>\n",
      table_line(comparison_heads(), "th"),
      lines);
}

std::string pair_section(compared_limiter const& pair) {
  auto const who = pair.before == pair.after ? pair.before : pair.before + " against " + pair.after;
  auto const sentence = sentence_of(pair);
  return fmt::format(
      "<section class=\"sheet\">\n<h2>{}, {}</h2>\n<p>Verdicts: A {}; B {}. {}</p>\n{}</section>\n",
      markup_text(pair.scenario),
      markup_text(who),
      verdicts_text(pair.verdicts_before),
      verdicts_text(pair.verdicts_after),
      sentence.plain_no ? "<b>" + sentence.text + "</b>" : sentence.text,
      figure_table(pair));
}

std::string only_in(std::string_view side, std::vector<std::string> const& subjects) {
  if (subjects.empty()) return "";
  std::string items;
  for (auto const& subject : subjects) items += fmt::format("<li>{}</li>\n", markup_text(subject));
  return fmt::format("<h3>Only in {}</h3>\n<ul>\n{}</ul>\n", side, items);
}

std::string side_line(std::string_view side, std::string const& subject) {
  return fmt::format("<p>{}: <a href=\"{}\"><code>{}</code></a></p>\n",
                     side,
                     run_link(subject.substr(0, subject.find('/')), ""),
                     markup_text(subject));
}

}  // namespace

std::string comparison_page(comparison const& c, std::string const& command) {
  auto html =
      "<header>\n<p class=\"scenario\"><a href=\"/\">All runs</a></p>\n<h1>Did it "
      "change?</h1>\n</header>\n" +
      side_line("A", c.before) + side_line("B", c.after);
  for (auto const& pair : c.limiters) html += pair_section(pair);
  html += only_in("A", c.only_before) + only_in("B", c.only_after);
  if (auto const caution = caution_of(c); !caution.empty())
    html += fmt::format("<p class=\"note\">{}</p>\n", caution);
  html += fmt::format("<h3>The same in Markdown</h3>\n<pre tabindex=\"0\">{}</pre>\n",
                      markup_text(command));
  return framed_page("Did it change?", html);
}

}  // namespace limitproof
