#include "harness/load/chunked_body.hpp"

#include "harness/load/http_characters.hpp"

#include <algorithm>
#include <optional>

namespace limitproof {

namespace {

constexpr std::size_t most_line_bytes = std::size_t{16} * 1024;

std::optional<unsigned> hex_digit(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  auto const lower = to_lower(c);
  if (lower >= 'a' && lower <= 'f') return static_cast<unsigned>(lower - 'a' + 10);
  return std::nullopt;
}

}  // namespace

scan_status chunked_body::scan(std::string_view& bytes,
                               std::string* content,
                               std::size_t content_limit) {
  while (!bytes.empty()) {
    if (state_ == expecting::data) {
      auto const size = std::min<std::uint64_t>(left_, bytes.size());
      if (content != nullptr && content->size() < content_limit)
        content->append(
            bytes.substr(0, std::min<std::size_t>(size, content_limit - content->size())));
      bytes.remove_prefix(size);
      left_ -= size;
      if (left_ == 0) state_ = expecting::data_cr;
      continue;
    }
    auto const c = bytes.front();
    bytes.remove_prefix(1);
    if (auto const status = take(c); status != scan_status::need_more) return status;
  }
  return scan_status::need_more;
}

scan_status chunked_body::take(char c) {
  switch (state_) {
    case expecting::size:
    case expecting::more_size:
      return take_size(c);
    case expecting::extension:
      if (c == '\r') return go(expecting::size_lf);
      if (!is_text_character(c)) return refuse("a control byte in a chunk extension");
      if (++line_bytes_ > most_line_bytes) return refuse("chunk extensions larger than 16 KiB");
      return scan_status::need_more;
    case expecting::size_lf:
      if (c != '\n') return refuse("a chunk size line that does not end in CRLF");
      return go(left_ == 0 ? expecting::trailer_line : expecting::data);
    case expecting::data_cr:
      return c == '\r' ? go(expecting::data_lf) : refuse("a chunk longer than its size");
    case expecting::data_lf:
      return c == '\n' ? go(expecting::size) : refuse("a chunk longer than its size");
    case expecting::trailer_line:
    case expecting::trailer_name:
    case expecting::trailer_value:
    case expecting::trailer_lf:
      return take_trailer(c);
    case expecting::last_lf:
      if (c != '\n') return refuse("a chunked body that does not end in CRLF");
      state_ = expecting::nothing;
      return scan_status::complete;
    case expecting::data:
    case expecting::nothing:
      break;
  }
  return refuse("bytes after the end of a chunked body");
}

scan_status chunked_body::take_size(char c) {
  if (auto const digit = hex_digit(c)) {
    if (left_ >> 60 != 0) return refuse("a chunk size past 64 bits");
    left_ = left_ << 4 | *digit;
    return go(expecting::more_size);
  }
  if (state_ == expecting::size) return refuse("a chunk size that is not a hexadecimal number");
  if (c == '\r') return go(expecting::size_lf);
  // Some servers pad the size with blanks.
  if (c == ';' || is_blank(c)) return go(expecting::extension);
  return refuse("a chunk size that is not a hexadecimal number");
}

scan_status chunked_body::take_trailer(char c) {
  if (++line_bytes_ > most_line_bytes) return refuse("trailers larger than 16 KiB");
  switch (state_) {
    case expecting::trailer_line:
      if (c == '\r') return go(expecting::last_lf);
      if (is_blank(c)) return refuse("a folded trailer line");
      return is_token_character(c) ? go(expecting::trailer_name)
                                   : refuse("a trailer name that is not a token");
    case expecting::trailer_name:
      if (c == ':') return go(expecting::trailer_value);
      return is_token_character(c) ? scan_status::need_more
                                   : refuse("a trailer name that is not a token");
    case expecting::trailer_value:
      if (c == '\r') return go(expecting::trailer_lf);
      return is_text_character(c) ? scan_status::need_more
                                  : refuse("a control byte in a trailer value");
    default:
      return c == '\n' ? go(expecting::trailer_line)
                       : refuse("a trailer line that does not end in CRLF");
  }
}

scan_status chunked_body::go(expecting next) {
  state_ = next;
  return scan_status::need_more;
}

scan_status chunked_body::refuse(char const* reason) {
  reason_ = reason;
  return scan_status::broken;
}

}  // namespace limitproof
