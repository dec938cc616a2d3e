#pragma once

#include "limiters/expression.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace limitproof {

/// What a pattern is filled with.
struct pattern_values {
  std::string_view identity;  ///< encoded
  std::string_view instance;
  std::span<expression_value const> values;
};

/// Text with placeholders: "tb:{{id}}", "rl:{id}:{window_index-1}". The innermost pair of braces is
/// a placeholder, {id}, {instance} or an expression that gives a whole number; other braces are
/// themselves, so a cluster hash tag is written as one writes it.
class text_pattern {
 public:
  /// Errors: bad_file.
  [[nodiscard]] static result<text_pattern> parse(std::string_view text,
                                                  std::span<expression_name const> names);

  /// Errors: script_error, from an expression.
  [[nodiscard]] result<std::string> fill(pattern_values const& with) const;

  /// Whether a name at an index below `names` is used.
  [[nodiscard]] bool uses_any_of_first(std::size_t names) const;

 private:
  struct identity {};

  struct instance {};

  using piece = std::variant<std::string, identity, instance, expression>;

  std::vector<piece> pieces_;
};

}  // namespace limitproof
