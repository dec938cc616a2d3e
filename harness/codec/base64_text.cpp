#include "harness/codec/base64_text.hpp"

#include <algorithm>
#include <cstdint>

namespace limitproof {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::size_t group_bytes = 3;
constexpr std::size_t group_letters = 4;

char letter_at(std::uint32_t bits, std::size_t place) {
  return alphabet[(bits >> (18 - 6 * place)) & 63U];
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + group_bytes - 1) / group_bytes * group_letters);
  for (std::size_t at = 0; at < bytes.size(); at += group_bytes) {
    auto const group = bytes.substr(at, group_bytes);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < group_bytes; ++i)
      bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    for (std::size_t i = 0; i < group_letters; ++i)
      text += i <= group.size() ? letter_at(bits, i) : '=';
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  auto const letters = std::min(text.find('='), text.size());
  std::string bytes;
  bytes.reserve(text.size() / group_letters * group_bytes);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (char const c : text.substr(0, letters)) {
    auto const value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(static_cast<unsigned char>(bits >> held));
    bits &= (1U << held) - 1U;
  }
  // Of padding and of what bits remain there is one right spelling.
  if (to_base64(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace limitproof
