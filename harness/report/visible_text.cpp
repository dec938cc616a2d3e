#include "harness/report/visible_text.hpp"

#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace limitproof {

namespace {

struct code_point {
  std::uint32_t value = 0;
  std::size_t size = 0;  ///< bytes; 0: not UTF-8
};

/// A lead byte of UTF-8 and what its sequence may encode: less would be an overlong form (RFC 3629,
/// section 3).
struct lead_byte {
  std::uint32_t mask, pattern, payload, least;
  std::size_t size;
};

constexpr std::array lead_bytes = {lead_byte{0x80, 0x00, 0x7f, 0x0, 1},
                                   lead_byte{0xe0, 0xc0, 0x1f, 0x80, 2},
                                   lead_byte{0xf0, 0xe0, 0x0f, 0x800, 3},
                                   lead_byte{0xf8, 0xf0, 0x07, 0x10000, 4}};

std::uint32_t byte_at(std::string_view bytes, std::size_t place) {
  return static_cast<unsigned char>(bytes[place]);
}

code_point first_code_point(std::string_view bytes) {
  auto const first = byte_at(bytes, 0);
  for (auto const& lead : lead_bytes) {
    if ((first & lead.mask) != lead.pattern) continue;
    if (bytes.size() < lead.size) return {};
    auto value = first & lead.payload;
    for (std::size_t i = 1; i < lead.size; ++i) {
      if ((byte_at(bytes, i) & 0xc0U) != 0x80U) return {};
      value = value << 6U | (byte_at(bytes, i) & 0x3fU);
    }
    auto const surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < lead.least || value > 0x10ffff || surrogate) return {};
    return {value, lead.size};
  }
  return {};
}

bool is_control(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

/// Characters that show nothing themselves and change how others are shown.
bool is_invisible(std::uint32_t c) {
  auto const within = [c](std::uint32_t first, std::uint32_t last) {
    return c >= first && c <= last;
  };
  return c == 0xad || c == 0x61c || c == 0xfeff || within(0x200b, 0x200f) ||
         within(0x2028, 0x202e) || within(0x2060, 0x206f) || within(0xe0000, 0xe007f);
}

std::size_t line_break_size(std::string_view bytes) {
  if (bytes.starts_with('\n')) return 1;
  return bytes.starts_with("\r\n") ? 2 : 0;
}

}  // namespace

std::string visible_text(std::string_view bytes, line_breaks breaks) {
  std::string text;
  while (!bytes.empty()) {
    if (auto const size = line_break_size(bytes); size != 0 && breaks == line_breaks::kept) {
      text += '\n';
      bytes.remove_prefix(size);
      continue;
    }
    auto const next = first_code_point(bytes);
    if (next.size == 0 || is_control(next.value))
      text += fmt::format("\\x{:02x}", next.size == 0 ? byte_at(bytes, 0) : next.value);
    else if (is_invisible(next.value))
      text += fmt::format("\\u{:04x}", next.value);
    else
      text += bytes.substr(0, next.size);
    bytes.remove_prefix(next.size == 0 ? 1 : next.size);
  }
  return text;
}

}  // namespace limitproof
