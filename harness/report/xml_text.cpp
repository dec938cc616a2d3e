#include "harness/report/xml_text.hpp"

#include "harness/report/visible_text.hpp"

#include <array>
#include <utility>

namespace limitproof {

namespace {

using replacement = std::pair<std::string_view, std::string_view>;

// U+FFFE and U+FFFF are valid UTF-8 and not characters of XML (section 2.2). A line break in an
// attribute would be read as a space (section 3.3.3).
constexpr std::array replacements = {replacement{"&", "&amp;"},
                                     replacement{"<", "&lt;"},
                                     replacement{">", "&gt;"},
                                     replacement{"\"", "&quot;"},
                                     replacement{"'", "&apos;"},
                                     replacement{"\n", "&#10;"},
                                     replacement{"\xef\xbf\xbe", "\\ufffe"},
                                     replacement{"\xef\xbf\xbf", "\\uffff"}};

replacement const* replaced_at_front(std::string_view text) {
  for (auto const& each : replacements)
    if (text.starts_with(each.first)) return &each;
  return nullptr;
}

}  // namespace

std::string xml_text(std::string_view bytes) {
  auto const visible = visible_text(bytes, line_breaks::kept);
  std::string text;
  for (std::string_view rest = visible; !rest.empty();) {
    auto const* const special = replaced_at_front(rest);
    text += special == nullptr ? rest.substr(0, 1) : special->second;
    rest.remove_prefix(special == nullptr ? 1 : special->first.size());
  }
  return text;
}

}  // namespace limitproof
