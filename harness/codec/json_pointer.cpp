#include "harness/codec/json_pointer.hpp"

namespace limitproof {

namespace {

constexpr std::size_t longest_pointer = 200;

bool continues_a_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

}  // namespace

std::string pointer_to(std::string const& pointer, std::string_view key) {
  auto extended = pointer + "/";
  for (char const c : key) extended += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return extended;
}

std::string clipped(std::string const& text, std::size_t most) {
  if (text.size() <= most) return text;
  auto end = most;
  while (end > 0 && continues_a_character(text[end])) --end;
  return text.substr(0, end) + "…";
}

std::string located(std::string const& file,
                    std::string const& pointer,
                    std::string const& sentence) {
  auto const place = pointer.empty() ? "the top level" : clipped(pointer, longest_pointer);
  auto text = file + ": at " + place + ": " + sentence;
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return text;
}

}  // namespace limitproof
