#include "harness/load/parse_head.hpp"

#include "harness/load/http_characters.hpp"

#include <algorithm>
#include <cstdint>

namespace limitproof {

namespace {

constexpr std::string_view protocol = "HTTP/1.";
constexpr std::size_t status_line_prefix = std::string_view("HTTP/1.1 200 ").size();

/// FNV-1a over what a shape is made of.
class shape_hash {
 public:
  void add(char c) {
    value_ ^= static_cast<unsigned char>(c);
    value_ *= 0x100000001b3;
  }

  [[nodiscard]] std::uint64_t value() const { return value_ == 0 ? 1 : value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325;
};

/// Removes one line from `rest`, without its CRLF; the caller knows that there is one.
std::string_view take_line(std::string_view& rest) {
  auto const end = rest.find("\r\n");
  auto const line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return line;
}

char const* parse_status_line(std::string_view line, head_reader& reader, shape_hash& shape) {
  if (line.size() < status_line_prefix || !line.starts_with(protocol)) return "not a status line";
  char const minor = line[7];
  if (minor != '0' && minor != '1') return "neither HTTP/1.0 nor HTTP/1.1";
  if (line[8] != ' ' || line[12] != ' ') return "not a status line";
  int status = 0;
  for (char const c : line.substr(9, 3)) {
    if (!is_digit(c)) return "the status is not a number";
    status = status * 10 + (c - '0');
    shape.add(c);
  }
  if (status < 100) return "a status below 100";
  if (!is_text(line.substr(status_line_prefix))) return "a control byte in the reason phrase";
  reader.start(static_cast<std::uint16_t>(status), minor - '0');
  return nullptr;
}

}  // namespace

char const* parse_head(std::string_view block, head_reader& reader, head_layout& layout) {
  shape_hash shape;
  auto rest = block;
  layout.count = 0;
  layout.complete = true;
  if (auto const* why = parse_status_line(take_line(rest), reader, shape)) return why;
  for (auto line = take_line(rest); !line.empty(); line = take_line(rest)) {
    auto const colon = line.find(':');
    auto const name = line.substr(0, colon);
    if (colon == std::string_view::npos || !is_token(name))
      return is_blank(line.front()) ? "a folded header line" : "a header name that is not a token";
    auto const raw = line.substr(colon + 1);
    if (!is_text(raw)) return "a control byte in a header value";
    auto const value = trim_blanks(raw);
    auto const field = field_of(name);
    if (auto const* why = reader.take(field, value)) return why;
    for (char const c : name) shape.add(to_lower(c));
    shape.add('\n');
    if (layout.count == layout.fields.size())
      layout.complete = false;
    else
      layout.fields[layout.count++] = {
          field, static_cast<std::size_t>(value.data() - block.data()), value.size()};
  }
  if (auto const* why = reader.finish()) return why;
  reader.head().shape = shape.value();
  return nullptr;
}

bool may_begin_response(std::string_view bytes) {
  auto const known = std::min(bytes.size(), protocol.size());
  return bytes.substr(0, known) == protocol.substr(0, known);
}

}  // namespace limitproof
