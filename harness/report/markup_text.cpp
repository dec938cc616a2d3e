#include "harness/report/markup_text.hpp"

#include "harness/report/visible_text.hpp"

namespace limitproof {

std::string markup_text(std::string_view text) {
  std::string escaped;
  for (char const c : visible_text(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace limitproof
