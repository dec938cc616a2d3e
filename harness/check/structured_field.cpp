#include "harness/check/structured_field.hpp"

#include "harness/model/is_digit.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

// RFC 9651 section 4.2, its parsing algorithms one function each. A failure is thrown and becomes
// an error at the doors, parse_list, parse_dictionary and parse_item.

namespace limitproof {

namespace {

constexpr std::size_t most_integer_digits = 15;
constexpr std::size_t most_whole_digits_of_decimal = 12;
constexpr std::size_t most_decimals = 3;

constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

constexpr bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}

constexpr bool is_any_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

constexpr bool is_token_character(char c) {
  return is_letter(c) || is_digit(c) || is_any_of(c, "!#$%&'*+-.^_`|~:/");
}

constexpr bool is_printable(char c) {
  return c >= 0x20 && c < 0x7f;
}

/// The length of the UTF-8 character that `text` begins with, 0 if it begins with none (RFC 3629:
/// no overlong forms, no surrogates, nothing past U+10FFFF).
std::size_t utf8_character(std::string_view text) {
  auto const byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  auto const lead = byte(0);
  std::size_t const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4) return 0;
  for (std::size_t k = 1; k < size; ++k)
    if ((byte(k) & 0xc0U) != 0x80U) return 0;
  auto const second = byte(1);
  bool const is_excluded = (lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
                           (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f);
  return is_excluded ? 0 : size;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    auto const size = utf8_character(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

template <class Value>
void put(std::vector<std::pair<std::string, Value>>& map, std::string key, Value value) {
  auto const known =
      std::find_if(map.begin(), map.end(), [&](auto const& entry) { return entry.first == key; });
  if (known == map.end())
    map.emplace_back(std::move(key), std::move(value));
  else
    known->second = std::move(value);
}

class field_parser {
 public:
  explicit field_parser(std::string_view field) : text_(field) { skip(" "); }

  sf_list list() {
    sf_list members;
    while (!at_end()) {
      members.push_back(member());
      next_member();
    }
    return members;
  }

  sf_dictionary dictionary() {
    sf_dictionary entries;
    while (!at_end()) {
      auto name = key();
      if (take('='))
        put(entries, std::move(name), member());
      else
        put(entries, std::move(name), sf_member(sf_item{true, parameters()}));
      next_member();
    }
    return entries;
  }

  sf_item only_item() {
    auto found = item();
    skip(" ");
    if (!at_end()) fail("the end: one item is the whole field");
    return found;
  }

 private:
  [[noreturn]] void fail(std::string expected) const { throw sf_error{at_, std::move(expected)}; }

  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }

  /// NUL at the end, which belongs to nothing a field is made of.
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }

  void skip(std::string_view blanks) {
    while (!at_end() && is_any_of(peek(), blanks)) ++at_;
  }

  bool take(char c) {
    if (at_end() || peek() != c) return false;
    ++at_;
    return true;
  }

  void need(char c) {
    if (!take(c)) fail(std::string("a ") + c);
  }

  char next() {
    if (at_end()) fail("more: the value is cut off");
    return text_[at_++];
  }

  void next_member() {
    skip(" \t");
    if (at_end()) return;
    need(',');
    skip(" \t");
    if (at_end()) fail("another member after the comma");
  }

  sf_member member() {
    if (peek() == '(') return inner_list();
    return item();
  }

  sf_inner_list inner_list() {
    need('(');
    sf_inner_list found;
    for (;;) {
      skip(" ");
      if (take(')')) break;
      found.items.push_back(item());
      if (peek() != ' ' && peek() != ')') fail("a blank or the end of the inner list");
    }
    found.parameters = parameters();
    return found;
  }

  sf_item item() {
    auto found = value();
    return {std::move(found), parameters()};
  }

  sf_parameters parameters() {
    sf_parameters found;
    while (take(';')) {
      skip(" ");
      auto name = key();
      put(found, std::move(name), take('=') ? value() : sf_value(true));
    }
    return found;
  }

  std::string key() {
    if (!is_lower(peek()) && peek() != '*') fail("a key, which begins with a lower-case letter");
    auto const start = at_;
    while (is_lower(peek()) || is_digit(peek()) || is_any_of(peek(), "_-.*")) ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  sf_value value() {
    char const c = peek();
    if (!at_end()) {
      if (c == '-' || is_digit(c)) return number();
      if (c == '"') return string();
      if (is_letter(c) || c == '*') return token();
      if (c == ':') return bytes();
      if (c == '?') return boolean();
      if (c == '@') return date();
      if (c == '%') return display_string();
    }
    fail("a value: an Integer, a String in double quotes, a Token …");
  }

  std::string_view digits() {
    auto const start = at_;
    while (is_digit(peek())) ++at_;
    if (at_ == start) fail("a digit");
    return text_.substr(start, at_ - start);
  }

  static std::int64_t to_number(std::string_view digits) {
    std::int64_t number = 0;
    for (char const c : digits) number = number * 10 + (c - '0');
    return number;
  }

  sf_value number() {
    auto const start = at_;
    auto const sign = take('-') ? -1 : 1;
    auto const whole = digits();
    auto const most = peek() == '.' ? most_whole_digits_of_decimal : most_integer_digits;
    if (whole.size() > most) {
      at_ = start;
      fail("a number of at most " + std::to_string(most) + " digits");
    }
    if (!take('.')) return sign * to_number(whole);
    auto const fraction = digits();
    if (fraction.size() > most_decimals) fail("at most three decimals");
    auto thousandths = to_number(whole) * 1000;
    std::int64_t unit = 100;
    for (char const c : fraction) {
      thousandths += (c - '0') * unit;
      unit /= 10;
    }
    return sf_decimal{sign * thousandths};
  }

  sf_value string() {
    need('"');
    std::string found;
    for (;;) {
      char const c = next();
      if (c == '"') return sf_string{std::move(found)};
      if (c == '\\') {
        char const escaped = next();
        if (escaped != '"' && escaped != '\\') fail("\\\" or \\\\ as the only escapes");
        found += escaped;
      } else if (is_printable(c)) {
        found += c;
      } else {
        fail("printable ASCII only in a String");
      }
    }
  }

  sf_value token() {
    auto const start = at_;
    while (!at_end() && is_token_character(peek())) ++at_;
    return sf_token{std::string(text_.substr(start, at_ - start))};
  }

  sf_value bytes() {
    need(':');
    auto const start = at_;
    while (is_letter(peek()) || is_digit(peek()) || is_any_of(peek(), "+/=")) ++at_;
    auto const base64 = text_.substr(start, at_ - start);
    need(':');
    // Padding may be missing (section 4.2.7), but stands only at the end, and one digit is no byte.
    auto const data = base64.substr(0, base64.find('='));
    auto const padding = base64.size() - data.size();
    if (base64.find_first_not_of('=', data.size()) != std::string_view::npos || padding > 2 ||
        data.size() % 4 == 1)
      fail("base64 between the colons");
    return sf_bytes{std::string(base64)};
  }

  sf_value boolean() {
    need('?');
    if (take('1')) return true;
    if (take('0')) return false;
    fail("?0 or ?1");
  }

  sf_value date() {
    need('@');
    auto const found = number();
    if (auto const* const seconds = std::get_if<std::int64_t>(&found)) return sf_date{*seconds};
    fail("a Date in whole seconds");
  }

  int hex_digit() {
    char const c = next();
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    fail("two lower-case hexadecimal digits after %");
  }

  sf_value display_string() {
    need('%');
    need('"');
    std::string found;
    for (char c = next(); c != '"'; c = next()) {
      if (!is_printable(c)) fail("printable ASCII only in a Display String");
      if (c == '%') {
        auto const high = hex_digit();
        c = static_cast<char>(high * 16 + hex_digit());
      }
      found += c;
    }
    if (!is_utf8(found)) fail("UTF-8 in a Display String");
    return sf_display_string{std::move(found)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

template <class Parse>
auto parsed(std::string_view field, Parse parse)
    -> sf_result<decltype(parse(field_parser(field)))> {
  try {
    return parse(field_parser(field));
  } catch (sf_error const& failure) {
    return failure;
  }
}

}  // namespace

void throw_exception_from_error(sf_error const& e, boost::source_location const&) {
  throw std::runtime_error("at byte " + std::to_string(e.at) + ": expected " + e.expected);
}

sf_result<sf_list> parse_list(std::string_view field) {
  return parsed(field, [](field_parser parser) { return parser.list(); });
}

sf_result<sf_dictionary> parse_dictionary(std::string_view field) {
  return parsed(field, [](field_parser parser) { return parser.dictionary(); });
}

sf_result<sf_item> parse_item(std::string_view field) {
  return parsed(field, [](field_parser parser) { return parser.only_item(); });
}

sf_value const* find_parameter(sf_parameters const& parameters, std::string_view key) {
  for (auto const& [name, value] : parameters)
    if (name == key) return &value;
  return nullptr;
}

}  // namespace limitproof
