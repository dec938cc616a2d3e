#include "harness/report/write_html.hpp"

#include "harness/codec/encode_report.hpp"
#include "harness/report/filled_page.hpp"
#include "harness/report/html_opening.hpp"
#include "harness/report/markup_text.hpp"
#include "harness/report/page_file.hpp"

#include <string_view>

namespace limitproof {

namespace {

/// JSON as the content of a script element, which "</script" and "<!--" would end or confuse: "<"
/// stands only within strings there, and so do no line breaks, which go with their indentation.
std::string script_data(std::string_view json) {
  std::string text;
  text.reserve(json.size());
  bool indenting = false;
  for (char const c : json) {
    if (indenting && c == ' ') continue;
    indenting = c == '\n';
    if (indenting) continue;
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  }
  return text;
}

}  // namespace

std::string write_html(report const& r) {
  auto const figures = script_data(encode_report(r));
  auto const opening = html_opening(r);
  auto const title = markup_text(r.scenario);
  return filled_page(page_file(),
                     {{"{{title}}", title}, {"{{opening}}", opening}, {"{{figures}}", figures}});
}

}  // namespace limitproof
