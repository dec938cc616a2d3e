#pragma once

#include "harness/model/limiter_manifest.hpp"
#include "limiters/expression.hpp"
#include "limiters/limiter.hpp"

#include <optional>
#include <span>
#include <vector>

namespace limitproof {

/// Makes a decision of what the store replied, as a manifest's `decision` says.
class decision_reader {
 public:
  /// What the names stand for: those of the request for one of its limits, and the replies.
  using row = std::vector<expression_value>;

  /// Errors: bad_file, with the JSON pointer of what cannot be compiled.
  [[nodiscard]] static result<decision_reader> compile(limiter_manifest const& manifest,
                                                       std::span<expression_name const> names);

  /// `rows`: one for each limit of the request. Errors: script_error: a negative remaining or wait,
  /// a binding limit that is not there.
  [[nodiscard]] result<decision> read(std::vector<row> const& rows,
                                      limit_request const& request) const;

 private:
  struct compiled_time {
    expression value;
    time_rule rule;
  };

  decision_reader() = default;

  [[nodiscard]] result<std::size_t> find_binding(std::vector<row> const& rows,
                                                 limit_request const& request) const;
  /// The remaining of every limit; nothing where the replies tell only the binding one's.
  [[nodiscard]] result<std::vector<std::int64_t>> each_remaining(
      std::vector<row> const& rows) const;
  [[nodiscard]] result<std::int64_t> count(std::optional<expression> const& rule,
                                           row const& values,
                                           std::int64_t otherwise) const;
  /// `none` for the rule's sentinel.
  [[nodiscard]] result<std::optional<duration>> time(compiled_time const& rule,
                                                     row const& values) const;
  [[nodiscard]] result<duration> wait(std::optional<compiled_time> const& rule,
                                      row const& values,
                                      duration now,
                                      duration otherwise) const;

  limitproof::algorithm algorithm_{};
  bool has_rows_ = false;              ///< the replies of the limits differ
  bool tells_each_remaining_ = false;  ///< `remaining` is of the limit it is asked about
  expression admitted_;
  std::optional<expression> binding_limit_, limit_, remaining_;
  std::optional<compiled_time> reset_after_, retry_after_, decided_at_;
};

}  // namespace limitproof
