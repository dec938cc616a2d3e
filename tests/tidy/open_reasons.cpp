#include "tests/tidy/open_reasons.hpp"

#include <algorithm>
#include <regex>
#include <sstream>

namespace limitproof {

namespace {

/// A stretch of a text, as two positions.
struct stretch {
  std::size_t begin = 0, end = 0;
};

std::string of(std::string const& text, stretch const& s) {
  return text.substr(s.begin, s.end - s.begin);
}

/// The statement around `at`: up to its semicolon.
stretch statement_at(std::string const& code, std::size_t at) {
  return {at, std::min(code.find(';', at), code.size())};
}

/// What stands between the nearest braces around `at`.
stretch branch_at(std::string const& code, std::size_t at) {
  auto const begin = code.find_last_of("{}", at);
  return {begin == std::string::npos ? 0 : begin + 1,
          std::min(code.find_first_of("{}", at), code.size())};
}

/// The body of a function that returns a text; empty if it is not defined here.
stretch body_of(std::string const& code, std::string const& function) {
  std::smatch head;
  std::regex const definition("std::string " + function + R"(\([^;{}]*\)\s*\{)");
  if (!std::regex_search(code, head, definition)) return {};
  auto const begin = static_cast<std::size_t>(head.position() + head.length());
  auto at = begin;
  for (int depth = 1; at < code.size(); ++at) {
    depth += code[at] == '{' ? 1 : code[at] == '}' ? -1 : 0;
    if (depth == 0) break;
  }
  return {begin, at};
}

std::vector<std::string> literals_in_called(source_file const& check,
                                            std::string const& code,
                                            std::string const& statement) {
  std::vector<std::string> found;
  std::regex const call(R"((\w+)\()");
  for (std::sregex_iterator name(statement.begin(), statement.end(), call), end; name != end;
       ++name)
    for (auto const& literal : literals_of(of(check.text, body_of(code, (*name)[1]))))
      found.push_back(literal);
  return found;
}

bool gives_a_verdict(std::string const& branch) {
  return branch.find("verdict_kind::pass") != std::string::npos ||
         branch.find("verdict_kind::fail") != std::string::npos;
}

std::vector<std::string> phrases_of(std::string const& cell) {
  std::vector<std::string> found;
  std::regex const quoted("\"([^\"]+)\"");
  for (std::sregex_iterator phrase(cell.begin(), cell.end(), quoted), end; phrase != end; ++phrase)
    found.push_back((*phrase)[1]);
  return found;
}

}  // namespace

std::vector<std::string> literals_of(std::string const& text) {
  std::vector<std::string> found;
  auto const code = code_only(text);
  std::size_t last_end = std::string::npos;
  for (auto open = code.find('"'); open != std::string::npos; open = code.find('"', open)) {
    auto const close = code.find('"', open + 1);
    if (close == std::string::npos) break;
    auto const literal = text.substr(open + 1, close - open - 1);
    auto const beside =
        last_end != std::string::npos && code.find_first_not_of(" \n", last_end) == open;
    if (beside)
      found.back() += literal;
    else
      found.push_back(literal);
    last_end = open = close + 1;
  }
  return found;
}

std::vector<std::string> open_reasons(source_file const& check) {
  std::vector<std::string> found;
  auto const add = [&found](std::vector<std::string> const& more) {
    std::copy_if(more.begin(), more.end(), std::back_inserter(found), [](auto const& literal) {
      return literal.find(' ') != std::string::npos;
    });
  };
  auto const code = code_only(check.text);
  std::string const given = "found.claim =";
  for (auto at = code.find(given); at != std::string::npos; at = code.find(given, at + 1)) {
    if (gives_a_verdict(of(code, branch_at(code, at)))) continue;
    auto const statement = statement_at(code, at);
    auto own = literals_of(of(check.text, statement));
    add(own.empty() ? literals_in_called(check, code, of(code, statement)) : own);
  }
  std::regex const why(R"(std::string (why_\w+))");
  for (std::sregex_iterator name(code.begin(), code.end(), why), end; name != end; ++name)
    add(literals_of(of(check.text, body_of(code, (*name)[1]))));
  return found;
}

std::vector<std::string> quoted_phrases(std::string const& markdown, std::string_view heading) {
  std::vector<std::string> found;
  std::istringstream lines(markdown);
  bool below = heading.empty();
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) below = heading.empty() || line == heading;
    if (!below || !line.starts_with("| ")) continue;
    auto const more = phrases_of(line.substr(0, line.find(" | ")));
    found.insert(found.end(), more.begin(), more.end());
  }
  return found;
}

}  // namespace limitproof
