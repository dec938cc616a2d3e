#include "tests/tidy/await_rule.hpp"

#include <cctype>

namespace limitproof {

namespace {

constexpr std::string_view await_word = "co_await";

char before(std::string const& code, std::size_t at) {
  while (at > 0 && std::isspace(static_cast<unsigned char>(code[at - 1])) != 0) --at;
  return at == 0 ? '\0' : code[at - 1];
}

bool word_before(std::string const& code, std::size_t at, std::string_view word) {
  while (at > 0 && std::isspace(static_cast<unsigned char>(code[at - 1])) != 0) --at;
  return at >= word.size() && code.compare(at - word.size(), word.size(), word) == 0;
}

// The formatter sets a block's brace apart by a space and a braced temporary's not.
bool opens_braced_value(std::string const& code, std::size_t at) {
  if (at > 0 && std::isspace(static_cast<unsigned char>(code[at - 1])) == 0)
    return code[at - 1] != ')' && code[at - 1] != '{';
  auto const previous = before(code, at);
  return previous == '=' || previous == ',' || previous == '(' || word_before(code, at, "return");
}

bool opens_capture(std::string const& code, std::size_t at) {
  auto const previous = before(code, at);
  bool const subscript = std::isalnum(static_cast<unsigned char>(previous)) != 0 ||
                         previous == '_' || previous == ']' || previous == ')';
  bool const binding = word_before(code, at, "auto") || word_before(code, at, "auto&") ||
                       word_before(code, at, "const&") || word_before(code, at, "auto const");
  return !(subscript || binding || code[at + 1] == '[' || previous == '[');
}

// Where the statement that `at` stands in begins, or npos if something forbidden stands before it
// there.
bool forbidden_to_the_left(std::string const& code, std::size_t at) {
  while (at-- > 0) {
    char const c = code[at];
    if (c == ';' || c == '}') return false;
    if (c == '{') return opens_braced_value(code, at);
    if (c == '?' || (c == '[' && opens_capture(code, at))) return true;
  }
  return false;
}

// An empty pair of braces holds nothing that could be destroyed twice.
bool forbidden_to_the_right(std::string const& code, std::size_t at) {
  int depth = 0;
  for (; at < code.size() && code[at] != ';'; ++at) {
    char const c = code[at];
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == '{' && code[at + 1] != '}') return depth > 0 || opens_braced_value(code, at);
    if (c == '?' || (c == '[' && opens_capture(code, at))) return true;
  }
  return false;
}

}  // namespace

std::vector<violation> await_violations(source_file const& file) {
  std::vector<violation> found;
  auto const code = code_only(file.text);
  for (auto at = code.find(await_word); at != std::string::npos; at = code.find(await_word, at + 1))
    if (forbidden_to_the_left(code, at) || forbidden_to_the_right(code, at + await_word.size()))
      found.push_back({file.path,
                       line_of(code, at),
                       "co_await beside a braced value, ?: or a capture — name the argument, then "
                       "`auto x = co_await f(named);` alone"});
  return found;
}

}  // namespace limitproof
