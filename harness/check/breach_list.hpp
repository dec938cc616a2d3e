#pragma once

#include "harness/model/verdict.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limitproof {

/// A rule of the contract and where it is written. The ids go by family: D and E and F are the
/// drafts' fields, G is HTTP itself, X the fields of vendors, H what only a history can show.
struct header_rule {
  std::string_view id;
  breach_severity severity;
  std::string_view section;
};

/// Breaches, one for each rule and shape of line: lines that differ in their digits only are one,
/// counted. The first 16 of each severity are kept; the others are counted.
class breach_list {
 public:
  static constexpr std::size_t most_kept = 16;

  /// `what` is a sentence, `line` the header line, or the status line where a field is missing;
  /// `operation` is the id of the request it answered.
  void add(header_rule const& rule,
           std::string_view what,
           std::string_view line,
           std::uint64_t operation);

  /// Different ones of this severity, those that were not kept included.
  [[nodiscard]] std::int64_t distinct(breach_severity severity) const;
  /// The musts first, each severity in order of appearance.
  [[nodiscard]] std::vector<rule_breach> take();

 private:
  struct breaches_of_severity {
    std::vector<rule_breach> kept;
    std::int64_t distinct = 0;
  };

  [[nodiscard]] breaches_of_severity& of(breach_severity severity);

  // Of those not kept, only the first few hundred shapes are told apart: a server that makes up
  // names must not make the checker's memory grow.
  std::map<std::pair<std::string, std::string>, std::size_t> place_by_shape_;
  std::array<breaches_of_severity, enum_names<breach_severity>.size()> by_severity_;
};

}  // namespace limitproof
