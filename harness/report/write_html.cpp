#include "harness/report/write_html.hpp"

#include "harness/codec/encode_report.hpp"
#include "harness/model/assert.hpp"
#include "harness/report/html_opening.hpp"
#include "harness/report/markup_text.hpp"
#include "harness/report/page_file.hpp"

#include <array>
#include <string_view>
#include <utility>

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
  std::array const places = {std::pair{std::string_view("{{title}}"), std::string_view(title)},
                             std::pair{std::string_view("{{opening}}"), std::string_view(opening)},
                             std::pair{std::string_view("{{figures}}"), std::string_view(figures)}};
  // The places stand in this order, each once, and what is filled in is not looked at again.
  std::string page;
  auto rest = page_file();
  for (auto const& [place, content] : places) {
    auto const at = rest.find(place);
    LIMITPROOF_ASSERT(at != std::string_view::npos);
    page.append(rest.substr(0, at)).append(content);
    rest.remove_prefix(at + place.size());
  }
  return page.append(rest);
}

}  // namespace limitproof
