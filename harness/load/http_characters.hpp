#pragma once

#include "harness/model/is_digit.hpp"

#include <array>
#include <string_view>

namespace limitproof {

/// RFC 9110 section 5.6.2: what names and tokens are made of.
inline constexpr auto token_characters = [] {
  std::array<bool, 256> table{};
  for (char const c : std::string_view("!#$%&'*+-.^_`|~0123456789"
                                       "abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

[[nodiscard]] constexpr bool is_token_character(char c) {
  return token_characters[static_cast<unsigned char>(c)];
}

[[nodiscard]] constexpr bool is_token(std::string_view text) {
  for (char const c : text)
    if (!is_token_character(c)) return false;
  return !text.empty();
}

[[nodiscard]] constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// May stand in a field value or a reason phrase (RFC 9110 section 5.5, obs-text included).
[[nodiscard]] constexpr bool is_text_character(char c) {
  auto const byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte != 0x7f) || c == '\t';
}

[[nodiscard]] constexpr bool is_text(std::string_view text) {
  for (char const c : text)
    if (!is_text_character(c)) return false;
  return true;
}

[[nodiscard]] constexpr std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

[[nodiscard]] constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] constexpr bool equals_ignoring_case(std::string_view a, std::string_view lower) {
  if (a.size() != lower.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (to_lower(a[i]) != lower[i]) return false;
  return true;
}

}  // namespace limitproof
