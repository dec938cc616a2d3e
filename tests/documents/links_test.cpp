#include "harness/codec/text_file.hpp"
#include "tests/documents/documented_commands.hpp"

#include <cctype>
#include <regex>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

using namespace limitproof;
namespace fs = std::filesystem;

namespace {

/// A heading as GitHub makes an anchor of it: letters, digits, dashes and underscores in lower
/// case.
std::string anchor_of(std::string const& heading) {
  std::string anchor;
  for (char const c : heading.substr(heading.find_first_not_of("# "))) {
    auto const byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_')
      anchor += static_cast<char>(std::tolower(byte));
    else if (c == ' ')
      anchor += '-';
  }
  return anchor;
}

std::set<std::string> anchors_in(std::string const& markdown) {
  std::set<std::string> anchors;
  std::istringstream lines(markdown);
  bool in_block = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) in_block = !in_block;
    if (!in_block && line.starts_with("#")) anchors.insert(anchor_of(line));
  }
  return anchors;
}

/// "reports/README.md#history" in its two parts; of a link within its own document the first is
/// empty.
std::vector<std::pair<std::string, std::string>> links_in(std::string const& markdown) {
  std::vector<std::pair<std::string, std::string>> found;
  std::regex const link(R"(\]\(([^)#\s]*)#?([^)\s]*)\))");
  for (std::sregex_iterator each(markdown.begin(), markdown.end(), link), end; each != end; ++each)
    if ((*each)[1].str().find("://") == std::string::npos)
      found.emplace_back((*each)[1], (*each)[2]);
  return found;
}

}  // namespace

TEST_CASE("every link between the documents leads somewhere", "[cli]") {
  std::size_t links = 0;
  for (auto const& document : documents_below(LIMITPROOF_SOURCE_DIR)) {
    auto const text = read_text(document).value();
    for (auto const& [path, anchor] : links_in(text)) {
      ++links;
      auto const leads_to = path.empty() ? document : document.parent_path() / path;
      INFO(document << ": " << path << "#" << anchor);
      CHECK(fs::exists(leads_to));
      if (!anchor.empty()) CHECK(anchors_in(read_text(leads_to).value()).contains(anchor));
    }
  }
  CHECK(links > 50);
}

TEST_CASE("a heading's anchor is its words in lower case", "[cli]") {
  CHECK(anchor_of("## The node's side") == "the-nodes-side");
  CHECK(anchor_of("### `over_admission`") == "over_admission");
}
