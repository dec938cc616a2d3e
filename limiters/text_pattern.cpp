#include "limiters/text_pattern.hpp"

namespace limitproof {

result<text_pattern> text_pattern::parse(std::string_view text,
                                         std::span<expression_name const> names) {
  text_pattern pattern;
  std::string literal;
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto const brace = text[at] == '{' ? text.find_first_of("{}", at + 1) : std::string_view::npos;
    if (brace == std::string_view::npos || text[brace] == '{') {
      literal.push_back(text[at]);
      continue;
    }
    if (!literal.empty()) pattern.pieces_.emplace_back(std::exchange(literal, {}));
    auto const inner = text.substr(at + 1, brace - at - 1);
    at = brace;
    if (inner == "id") {
      pattern.pieces_.emplace_back(identity{});
    } else if (inner == "instance") {
      pattern.pieces_.emplace_back(instance{});
    } else {
      auto parsed = expression::parse(inner, names, value_type::number);
      if (!parsed)
        return with_context("a placeholder is {id}, {instance} or an expression", parsed.error());
      pattern.pieces_.emplace_back(std::move(*parsed));
    }
  }
  if (!literal.empty()) pattern.pieces_.emplace_back(std::move(literal));
  return pattern;
}

result<std::string> text_pattern::fill(pattern_values const& with) const {
  std::string text;
  for (auto const& part : pieces_) {
    if (auto const* literal = std::get_if<std::string>(&part)) {
      text += *literal;
    } else if (std::holds_alternative<identity>(part)) {
      text += with.identity;
    } else if (std::holds_alternative<instance>(part)) {
      text += with.instance;
    } else {
      auto const number = evaluate_integer(std::get<expression>(part), with.values);
      if (!number) return number.error();
      text += std::to_string(*number);
    }
  }
  return text;
}

bool text_pattern::uses_any_of_first(std::size_t names) const {
  for (auto const& part : pieces_) {
    auto const* inner = std::get_if<expression>(&part);
    if (inner != nullptr && inner->uses_any_of_first(names)) return true;
  }
  return false;
}

}  // namespace limitproof
