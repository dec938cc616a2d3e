#pragma once

#include "harness/model/verdict.hpp"

#include <array>
#include <concepts>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace limitproof {

/// A rule of the contract and where it is written. The ids go by family: D and E and F are the
/// drafts' fields, G is HTTP itself, X the fields of vendors, H what only a history can show.
struct header_rule {
  std::string_view id;
  breach_severity severity;
  std::string_view section;
};

/// The values that the load engine reads from every answer, in whichever dialect it speaks.
enum class told_field { limit, remaining, reset, retry_after };

/// How the lines of those values look in a dialect, with 0 as the value.
struct told_lines {
  std::string_view limit = "RateLimit-Limit: 0";
  std::string_view remaining = "RateLimit-Remaining: 0";
  std::string_view reset = "RateLimit-Reset: 0";
};

/// The value that a field had in one answer.
struct told_value {
  told_field field{};
  std::int64_t value = 0;  ///< ≥ 0
};

/// Breaches, one for each rule and shape of line: lines that differ in their digits only are one,
/// counted. The first 16 of each severity are kept; the others are counted.
class breach_list {
 public:
  static constexpr std::size_t most_kept = 16;

  /// How told values are quoted from now on; until then as draft-03 has them.
  void quote_as(told_lines const& lines) { lines_ = lines; }

  /// `what` is a sentence, `line` the header line, or the status line where a field is missing;
  /// `operation` is the id of the request it answered.
  void add(header_rule const& rule,
           std::string_view what,
           std::string_view line,
           std::uint64_t operation);

  /// The same of a value that every answer has: `what()` is asked only for a breach that is not
  /// known yet, as every answer may break the same rule.
  template <std::invocable What>
  void add(header_rule const& rule, What what, told_value const& told, std::uint64_t operation) {
    if (!count_again(rule, shape_of(told.field))) add(rule, what(), line_of(told), operation);
  }

  /// Different ones of this severity, those that were not kept included.
  [[nodiscard]] std::int64_t distinct(breach_severity severity) const;
  /// The musts first, each severity in order of appearance.
  [[nodiscard]] std::vector<rule_breach> take();

 private:
  struct breaches_of_severity {
    std::vector<rule_breach> kept;
    std::int64_t distinct = 0;
  };

  struct breach_shape {
    breach_severity severity;
    std::string rule, line;
  };

  struct by_text {
    using is_transparent = void;

    bool operator()(auto const& a, auto const& b) const { return in_order(a) < in_order(b); }

   private:
    static auto in_order(auto const& shape) {
      return std::tuple(shape.severity, std::string_view(shape.rule), std::string_view(shape.line));
    }
  };

  [[nodiscard]] breaches_of_severity& of(breach_severity severity);
  /// Whether a breach of this rule is known whose line has this shape; counts it then.
  [[nodiscard]] bool count_again(header_rule const& rule, std::string_view shape);
  [[nodiscard]] std::string_view shape_of(told_field field) const;
  [[nodiscard]] std::string line_of(told_value const& told) const;

  told_lines lines_;
  // Of those not kept, only the first few hundred shapes are told apart: a server that makes up
  // names must not make the checker's memory grow.
  std::map<breach_shape, std::size_t, by_text> place_by_shape_;
  std::array<breaches_of_severity, enum_names<breach_severity>.size()> by_severity_;
};

}  // namespace limitproof
