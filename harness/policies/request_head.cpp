#include "harness/policies/request_head.hpp"

#include <algorithm>

namespace limitproof {

namespace {

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return lowered(x) == lowered(y);
  });
}

}  // namespace

header_lines lines_of(request_head const& head, std::string_view name) {
  header_lines lines;
  for (auto const& field : head.fields) {
    if (!same_name(field.name, name)) continue;
    if (lines.count++ > 0) lines.joined += ", ";
    lines.joined += field.value;
  }
  return lines;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), lowered);
  return lower;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  auto const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace limitproof
