#include "harness/report/markdown_text.hpp"

#include "harness/report/visible_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace limitproof {

namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_one_of(char c, std::string_view list) {
  return list.find(c) != std::string_view::npos;
}

/// As a numeric HTML entity a character is text and nothing else.
std::string entity(char c) {
  return fmt::format("&#{};", static_cast<unsigned char>(c));
}

std::size_t longest_run_of_backticks(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (char const c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::string table_row(std::vector<std::string> const& cells) {
  std::string line = "|";
  for (auto const& cell : cells) line += " " + cell + " |";
  return line + "\n";
}

}  // namespace

std::string markdown_words(std::string_view text) {
  auto const visible = visible_text(text);
  std::string words;
  for (std::size_t i = 0; i < visible.size(); ++i) {
    auto const c = visible[i];
    auto const rest = std::string_view(visible).substr(i + 1);
    if (is_one_of(c, "<>&") || (c == ':' && rest.starts_with("//")))
      words += entity(c);
    else if (c == '@' && !rest.empty() && is_letter_or_digit(rest.front()))
      words += "@&#8203;";  // a zero-width space: "@name" would call that person to the page
    else if (is_one_of(c, "\\`*_[]|#~!$"))
      words += {'\\', c};
    else
      words += c;
  }
  return words;
}

std::string markdown_code(std::string_view text) {
  auto const visible = visible_text(text);
  if (!visible.empty() && visible.find_first_of("`|\\") == std::string::npos)
    return "`" + visible + "`";
  // Backticks cannot be escaped within inline code, and a table cell also ends at any "|".
  std::string code = "<code>";
  for (char const c : visible) {
    auto const beyond_ascii = static_cast<unsigned char>(c) >= 0x80;
    code += is_letter_or_digit(c) || c == ' ' || beyond_ascii ? std::string(1, c) : entity(c);
  }
  return code + "</code>";
}

std::string markdown_block(std::string_view language, std::string_view content) {
  std::string const fence(std::max<std::size_t>(3, longest_run_of_backticks(content) + 1), '`');
  return fmt::format("{}{}\n{}\n{}\n", fence, language, content, fence);
}

std::string markdown_table(std::vector<table_head> const& heads,
                           std::vector<std::vector<std::string>> const& rows) {
  if (rows.empty()) return "";
  std::vector<std::string> titles;
  std::vector<std::string> borders;
  for (auto const& head : heads) {
    titles.push_back(head.title);
    borders.emplace_back(head.align == column::right ? "--:" : "---");
  }
  auto text = table_row(titles) + table_row(borders);
  for (auto const& row : rows) text += table_row(row);
  return text;
}

}  // namespace limitproof
