#include "tests/tidy/source_file.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

// Blanks from `begin` up to `end`, keeping line breaks.
void blank(std::string& text, std::size_t begin, std::size_t end) {
  for (auto i = begin; i < std::min(end, text.size()); ++i)
    if (text[i] != '\n') text[i] = ' ';
}

std::size_t end_of_literal(std::string const& text, std::size_t open) {
  auto at = open + 1;
  while (at < text.size() && text[at] != text[open] && text[at] != '\n')
    at += text[at] == '\\' ? 2 : 1;
  return at;
}

bool starts_at(std::string const& text, std::size_t at, std::string_view word) {
  return text.compare(at, word.size(), word) == 0;
}

/// The last byte of the next `mark` from `at` on; the text's end if it does not come.
std::size_t end_of(std::string const& mark, std::string const& text, std::size_t at) {
  auto const found = text.find(mark, at);
  return found == std::string::npos ? text.size() : found + mark.size() - 1;
}

bool is_digit_separator(std::string const& text, std::size_t at) {
  return at > 0 && std::isxdigit(static_cast<unsigned char>(text[at - 1])) != 0 &&
         at + 1 < text.size() && std::isxdigit(static_cast<unsigned char>(text[at + 1])) != 0;
}

}  // namespace

std::string code_only(std::string const& text) {
  auto code = text;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::size_t end = at;
    if (starts_at(text, at, "//")) {
      end = end_of("\n", text, at);
      blank(code, at, end);
    } else if (starts_at(text, at, "/*")) {
      end = end_of("*/", text, at);
      blank(code, at, std::min(end + 1, text.size()));
    } else if (starts_at(text, at, "R\"")) {
      auto const bracket = text.find('(', at);
      if (bracket == std::string::npos) break;
      auto const tail = ")" + text.substr(at + 2, bracket - at - 2) + "\"";
      end = end_of(tail, text, bracket);
      blank(code, at + 2, end);
    } else if (text[at] == '"' || (text[at] == '\'' && !is_digit_separator(text, at))) {
      end = end_of_literal(text, at);
      blank(code, at + 1, end);
    }
    if (end >= text.size()) break;
    at = end;
  }
  return code;
}

std::size_t line_of(std::string const& text, std::size_t at) {
  return 1 + static_cast<std::size_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

std::vector<source_file> read_tree(fs::path const& root) {
  static std::set<std::string> const kinds{
      ".cpp", ".hpp", ".h", ".lua", ".md", ".txt", ".json", ".in", ""};
  std::vector<source_file> files;
  for (auto const* folder : {"harness", "limiters", "scenarios", "compose", "reports", "tests"}) {
    for (auto entry = fs::recursive_directory_iterator(root / folder);
         entry != fs::recursive_directory_iterator();
         ++entry) {
      auto const path = fs::relative(entry->path(), root).generic_string();
      if (path == "reports/runs") entry.disable_recursion_pending();
      if (!entry->is_regular_file() || !kinds.contains(entry->path().extension().string()))
        continue;
      std::ifstream in(entry->path(), std::ios::binary);
      files.push_back({path, std::string(std::istreambuf_iterator<char>(in), {})});
    }
  }
  std::sort(
      files.begin(), files.end(), [](auto const& a, auto const& b) { return a.path < b.path; });
  return files;
}

}  // namespace limitproof
