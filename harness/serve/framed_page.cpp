#include "harness/serve/framed_page.hpp"

#include "harness/report/filled_page.hpp"
#include "harness/report/markup_text.hpp"
#include "harness/serve/page_files.hpp"

#include <fmt/format.h>

namespace limitproof {

std::string framed_page(std::string_view title, std::string_view content) {
  auto const escaped = markup_text(title);
  return filled_page(frame_file(), {{"{{title}}", escaped}, {"{{content}}", content}});
}

std::string message_page(std::string_view title, std::string_view message) {
  auto const content = fmt::format(
      "<header>\n<p class=\"scenario\"><a href=\"/\">All "
      "runs</a></p>\n<h1>{}</h1>\n</header>\n<p>{}</p>\n",
      markup_text(title),
      markup_text(message));
  return framed_page(title, content);
}

}  // namespace limitproof
