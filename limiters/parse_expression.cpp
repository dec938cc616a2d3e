#include "harness/model/is_digit.hpp"
#include "limiters/expression.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace limitproof {

namespace {

constexpr std::size_t longest = 512;  // bounds the recursion too

bool starts_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool continues_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::string_view type_name(value_type type) {
  switch (type) {
    case value_type::number:
      return "a number";
    case value_type::text:
      return "a text";
    case value_type::boolean:
      return "true or false";
  }
  return "?";
}

struct failure {
  std::size_t column;
  std::string what;
};

}  // namespace

/// Recursive descent, one function for each level of precedence.
class expression_parser {
 public:
  using operation = expression::operation;

  struct function {
    std::string_view name;
    operation what;
    std::size_t operands;
  };

  static constexpr std::array functions{function{"min", operation::least, 2},
                                        function{"max", operation::greatest, 2},
                                        function{"floor", operation::floor, 1},
                                        function{"ceil", operation::ceil, 1},
                                        function{"round", operation::round, 1},
                                        function{"if", operation::choose, 3}};

  expression_parser(std::string_view text, std::span<expression_name const> names)
      : text_(text), names_(names) {}

  [[nodiscard]] expression whole(value_type wanted) {
    if (text_.size() > longest)
      throw failure{longest, "is longer than " + std::to_string(longest) + " bytes"};
    auto const root = either();
    if (at_ < text_.size()) throw failure{at_, "expected an operator or the end"};
    require(root, wanted, 0);
    parsed_.text_ = text_;
    return std::move(parsed_);
  }

 private:
  std::size_t either() {
    auto left = both();
    while (accept_word("or")) {
      auto const column = at_;
      require(left, value_type::boolean, column);
      auto const right = both();
      require(right, value_type::boolean, column);
      left = add(operation::either, value_type::boolean, {left, right});
    }
    return left;
  }

  std::size_t both() {
    auto left = opposite();
    while (accept_word("and")) {
      auto const column = at_;
      require(left, value_type::boolean, column);
      auto const right = opposite();
      require(right, value_type::boolean, column);
      left = add(operation::both, value_type::boolean, {left, right});
    }
    return left;
  }

  std::size_t opposite() {
    if (!accept_word("not")) return comparison();
    auto const column = at_;
    auto const operand = opposite();
    require(operand, value_type::boolean, column);
    return add(operation::opposite, value_type::boolean, {operand});
  }

  std::size_t comparison() {
    auto const left = sum();
    if (accept_word("is")) {
      bool const negated = accept_word("not");
      if (!accept_word("nil")) throw failure{at_, "expected nil"};
      auto const test = add(operation::is_nil, value_type::boolean, {left});
      return negated ? add(operation::opposite, value_type::boolean, {test}) : test;
    }

    struct sign {
      std::string_view text;
      operation what;
    };

    static constexpr std::array signs{sign{"==", operation::equal},
                                      sign{"!=", operation::different},
                                      sign{"<=", operation::less_equal},
                                      sign{">=", operation::greater_equal},
                                      sign{"<", operation::less},
                                      sign{">", operation::greater}};
    for (auto const& [text, what] : signs) {
      auto const column = at_;
      if (!accept(text)) continue;
      auto const right = sum();
      bool const orders = what != operation::equal && what != operation::different;
      if (orders) require(left, value_type::number, column);
      require(right, parsed_.nodes_[left].type, column);
      return add(what, value_type::boolean, {left, right});
    }
    return left;
  }

  std::size_t sum() {
    auto left = product();
    while (true) {
      auto const column = at_;
      if (accept("+"))
        left = arithmetic(operation::add, left, product(), column);
      else if (accept("-"))
        left = arithmetic(operation::subtract, left, product(), column);
      else
        return left;
    }
  }

  std::size_t product() {
    auto left = factor();
    while (true) {
      auto const column = at_;
      if (accept("*"))
        left = arithmetic(operation::multiply, left, factor(), column);
      else if (accept("/"))
        left = arithmetic(operation::divide, left, factor(), column);
      else
        return left;
    }
  }

  std::size_t factor() {
    auto const column = at_;
    if (accept("-")) {
      auto const operand = factor();
      require(operand, value_type::number, column);
      return add(operation::negate, value_type::number, {operand});
    }
    if (accept("(")) {
      auto const inner = either();
      expect(")");
      return inner;
    }
    skip_spaces();
    if (at_ < text_.size() && is_digit(text_[at_])) return number();
    if (at_ < text_.size() && text_[at_] == '\'') return quoted();
    if (at_ < text_.size() && starts_name(text_[at_])) return named();
    throw failure{at_, "expected a number, a name, a function or a parenthesis"};
  }

  std::size_t number() {
    auto const start = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
    auto const value = exact_number::parse(text_.substr(start, at_ - start));
    if (!value) throw failure{start, "this is no number that fits"};
    return add_constant(*value, value_type::number);
  }

  std::size_t quoted() {
    auto const end = text_.find('\'', at_ + 1);
    if (end == std::string_view::npos) throw failure{at_, "the quote does not end"};
    std::string value(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return add_constant(std::move(value), value_type::text);
  }

  std::size_t named() {
    auto const start = at_;
    auto const word = read_name();
    if (word == "true" || word == "false") return add_constant(word == "true", value_type::boolean);
    if (accept("(")) return call(word, start);
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i].name != word) continue;
      auto const index = add(operation::name, names_[i].type, {});
      parsed_.nodes_[index].name = i;
      return index;
    }
    std::string known;
    for (auto const& name : names_) known += (known.empty() ? "" : ", ") + name.name;
    throw failure{start, "unknown name \"" + word + "\"; known here: " + known};
  }

  std::size_t call(std::string const& word, std::size_t column) {
    for (auto const& [name, what, count] : functions) {
      if (name != word) continue;
      std::vector<std::size_t> operands;
      for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) expect(",");
        operands.push_back(either());
        bool const condition = what == operation::choose && i == 0;
        require(operands.back(), condition ? value_type::boolean : value_type::number, column);
      }
      expect(")");
      return add(what, value_type::number, std::move(operands));
    }
    throw failure{
        column, "unknown function \"" + word + "\"; there are min, max, floor, ceil, round and if"};
  }

  std::size_t arithmetic(operation what, std::size_t left, std::size_t right, std::size_t column) {
    require(left, value_type::number, column);
    require(right, value_type::number, column);
    return add(what, value_type::number, {left, right});
  }

  /// A word and, directly behind it, an index as in r[0].
  std::string read_name() {
    auto const start = at_;
    while (at_ < text_.size() && continues_name(text_[at_])) ++at_;
    if (at_ < text_.size() && text_[at_] == '[') {
      auto const end = text_.find(']', at_);
      if (end == std::string_view::npos) throw failure{at_, "expected ]"};
      at_ = end + 1;
    }
    return std::string(text_.substr(start, at_ - start));
  }

  void require(std::size_t index, value_type wanted, std::size_t column) const {
    auto const found = parsed_.nodes_[index].type;
    if (found == wanted) return;
    throw failure{
        column,
        "found " + std::string(type_name(found)) + ", expected " + std::string(type_name(wanted))};
  }

  std::size_t add(operation what, value_type type, std::vector<std::size_t> operands) {
    parsed_.nodes_.push_back({what, type, {}, 0, std::move(operands)});
    return parsed_.nodes_.size() - 1;
  }

  std::size_t add_constant(expression_value value, value_type type) {
    auto const index = add(operation::constant, type, {});
    parsed_.nodes_[index].constant = std::move(value);
    return index;
  }

  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  bool accept(std::string_view sign) {
    skip_spaces();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    skip_spaces();
    return true;
  }

  bool accept_word(std::string_view word) {
    skip_spaces();
    auto const rest = text_.substr(at_);
    if (!rest.starts_with(word)) return false;
    if (rest.size() > word.size() && continues_name(rest[word.size()])) return false;
    at_ += word.size();
    skip_spaces();
    return true;
  }

  void expect(std::string_view sign) {
    if (!accept(sign)) throw failure{at_, "expected " + std::string(sign)};
  }

  std::string_view text_;
  std::span<expression_name const> names_;
  std::size_t at_ = 0;
  expression parsed_;
};

result<expression> expression::parse(std::string_view text,
                                     std::span<expression_name const> names,
                                     value_type wanted) {
  try {
    return expression_parser(text, names).whole(wanted);
  } catch (failure const& f) {
    return error{
        errc::bad_file,
        "in \"" + std::string(text) + "\", column " + std::to_string(f.column + 1) + ": " + f.what};
  }
}

bool expression::can_name(std::string_view word) {
  static constexpr std::array<std::string_view, 7> words{
      "and", "or", "not", "is", "nil", "true", "false"};
  auto const& functions = expression_parser::functions;
  return !word.empty() && starts_name(word.front()) && std::ranges::all_of(word, continues_name) &&
         std::ranges::find(words, word) == words.end() &&
         std::ranges::find(functions, word, &expression_parser::function::name) == functions.end();
}

}  // namespace limitproof
