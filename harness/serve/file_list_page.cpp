#include "harness/serve/file_list_page.hpp"

#include "harness/report/markup_text.hpp"
#include "harness/serve/framed_page.hpp"
#include "harness/serve/run_link.hpp"

#include <optional>

#include <fmt/format.h>

namespace limitproof {

namespace {

/// "naive/logs" of "naive/logs/redis.log"; empty for a file of the run itself.
std::string folder_of(std::string const& file) {
  auto const end = file.rfind('/');
  return end == std::string::npos ? "" : file.substr(0, end);
}

}  // namespace

std::string file_list_page(std::string const& directory, std::vector<std::string> const& files) {
  std::string sections;
  std::optional<std::string> folder;
  for (auto const& file : files) {
    if (folder_of(file) != folder) {
      folder = folder_of(file);
      sections += fmt::format("{}<h2>{}</h2>\n<ul class=\"files\">\n",
                              sections.empty() ? "" : "</ul>\n",
                              folder->empty() ? "The run" : markup_text(*folder));
    }
    auto const name = folder->empty() ? file : file.substr(folder->size() + 1);
    sections += fmt::format(
        "<li><a href=\"{}\">{}</a></li>\n", run_link(directory, file), markup_text(name));
  }
  auto const content = fmt::format(
      "<header>\n<p class=\"scenario\"><a href=\"/\">All runs</a></p>\n<h1>{}</h1>\n</header>\n"
      "<div class=\"sheet\">\n{}</div>\n",
      markup_text(directory),
      sections.empty() ? "<p>Nothing of it can be shown.</p>\n" : sections + "</ul>\n");
  return framed_page(directory, content);
}

}  // namespace limitproof
