#include "harness/model/sampled_head.hpp"

namespace limitproof {

namespace {

std::string_view next_line(std::string_view& rest) {
  auto const end = rest.find("\r\n");
  auto const line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  return line;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t";
  auto const first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace

sampled_head take_apart(std::string_view head) {
  sampled_head parts;
  parts.status_line = next_line(head);
  while (!head.empty()) {
    auto const line = next_line(head);
    auto const colon = line.find(':');
    auto const value = colon == std::string_view::npos ? "" : line.substr(colon + 1);
    parts.fields.emplace_back(line.substr(0, colon), trimmed(value));
  }
  return parts;
}

}  // namespace limitproof
