#pragma once

#include "harness/model/error.hpp"
#include "limiters/exact_number.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace limitproof {

enum class value_type { number, text, boolean };

/// Nothing is nil: a reply element that was not there.
using expression_value = std::variant<std::monostate, exact_number, std::string, bool>;

/// A name that an expression may use; its value is given at the same index when it is evaluated.
struct expression_name {
  std::string name;
  value_type type = value_type::number;
};

/// The small closed language of limiter.json:
///
///   r[0] == 1 and limit - r[1] >= 0        or and not, == != < <= > >=, + - * /
///   r is nil        r is not nil
///   min(a, b) max(a, b) floor(a) ceil(a) round(a) if(condition, a, b)
///   whole numbers, decimals, 'text', true, false, the names given
///
/// Types are checked when it is parsed; numbers are exact fractions (`exact_number`).
class expression {
 public:
  /// Errors: bad_file, with the column and what was expected there.
  [[nodiscard]] static result<expression> parse(std::string_view text,
                                                std::span<expression_name const> names,
                                                value_type wanted);

  /// Whether `word` can be the name of a value: a letter, then letters, digits and '_', and none of
  /// the language's own words.
  [[nodiscard]] static bool can_name(std::string_view word);

  /// Errors: script_error: arithmetic on nil, a division by zero, a number past 128 bits.
  [[nodiscard]] result<expression_value> evaluate(std::span<expression_value const> values) const;

  [[nodiscard]] std::string const& text() const { return text_; }

  /// Whether the name at that index is used.
  [[nodiscard]] bool uses(std::size_t name) const;

  /// Whether a name at an index below `names` is used.
  [[nodiscard]] bool uses_any_of_first(std::size_t names) const;

 private:
  friend class expression_parser;
  friend class expression_evaluation;

  enum class operation {
    constant,
    name,
    negate,
    add,
    subtract,
    multiply,
    divide,
    equal,
    different,
    less,
    less_equal,
    greater,
    greater_equal,
    is_nil,
    both,
    either,
    opposite,
    least,
    greatest,
    floor,
    ceil,
    round,
    choose
  };

  struct node {
    operation what = operation::constant;
    value_type type = value_type::number;
    expression_value constant;
    std::size_t name = 0;
    std::vector<std::size_t> operands;  ///< indices into nodes_
  };

  std::string text_;
  std::vector<node> nodes_;  ///< operands before their users; the last one is the whole
};

/// The value of an expression parsed as a number, which must be there. Errors: script_error.
[[nodiscard]] result<exact_number> evaluate_number(expression const& e,
                                                   std::span<expression_value const> values);

/// As above, and whole. Errors: script_error.
[[nodiscard]] result<std::int64_t> evaluate_integer(expression const& e,
                                                    std::span<expression_value const> values);

/// The value of an expression parsed as a boolean. Errors: script_error.
[[nodiscard]] result<bool> evaluate_condition(expression const& e,
                                              std::span<expression_value const> values);

}  // namespace limitproof
