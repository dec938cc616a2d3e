#include "harness/codec/byte_text.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace limitproof {

namespace {

struct byte_unit {
  std::string_view name;
  std::int64_t bytes;
};

// Coarsest first: bytes_to_text takes the first one that divides.
constexpr std::array byte_units = {byte_unit{"gb", std::int64_t{1} << 30},
                                   byte_unit{"mb", std::int64_t{1} << 20},
                                   byte_unit{"kb", std::int64_t{1} << 10},
                                   byte_unit{"b", 1}};

}  // namespace

std::optional<std::int64_t> parse_bytes(std::string_view text) {
  std::int64_t count = 0;
  auto const* const end = text.data() + text.size();
  auto const [rest, failure] = std::from_chars(text.data(), end, count);
  auto const digits = static_cast<std::size_t>(rest - text.data());
  bool const is_padded = digits > 1 && text.front() == '0';
  if (failure != std::errc{} || count < 0 || text.front() == '-' || is_padded) return std::nullopt;
  for (auto const& unit : byte_units)
    if (unit.name == text.substr(digits)) {
      if (count > std::numeric_limits<std::int64_t>::max() / unit.bytes) return std::nullopt;
      return count * unit.bytes;
    }
  return std::nullopt;
}

std::string bytes_to_text(std::int64_t bytes) {
  for (auto const& unit : byte_units)
    if (bytes % unit.bytes == 0 && bytes != 0)
      return std::to_string(bytes / unit.bytes) + std::string(unit.name);
  return "0b";
}

}  // namespace limitproof
