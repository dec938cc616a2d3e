#pragma once

#include "harness/model/script_call.hpp"
#include "limiters/expression.hpp"
#include "limiters/random_source.hpp"
#include "limiters/text_pattern.hpp"

#include <span>
#include <string>
#include <variant>

namespace limitproof {

/// One argument of a command or script.
class compiled_argument {
 public:
  /// Errors: bad_file.
  [[nodiscard]] static result<compiled_argument> compile(plain_argument const& argument,
                                                         std::span<expression_name const> names);

  /// Errors: script_error: a number that is not whole and was to be (a period of 500 ms told in
  /// seconds), or has no value.
  [[nodiscard]] result<std::string> write(pattern_values const& with, random_source& random) const;

  /// Whether a name at an index below `names` is used.
  [[nodiscard]] bool uses_any_of_first(std::size_t names) const;

 private:
  struct number {
    expression value;
    int decimals;
  };

  using kind = std::variant<number, text_pattern, random_argument, uuid_argument>;

  explicit compiled_argument(kind what) : what_(std::move(what)) {}

  kind what_;
};

}  // namespace limitproof
