#pragma once

#include "harness/model/limiter_manifest.hpp"
#include "harness/redis/redis_reply.hpp"
#include "limiters/expression.hpp"
#include "limiters/limiter.hpp"

#include <optional>
#include <vector>

namespace limitproof {

/// Reads a script's reply as a decision, as a manifest says.
class reply_reader {
 public:
  /// Errors: bad_file, with the JSON pointer of what cannot be compiled.
  [[nodiscard]] static result<reply_reader> compile(limiter_manifest const& manifest);

  /// Errors: script_error: a reply of another shape, a negative remaining or wait, a binding limit
  /// that is not there.
  [[nodiscard]] result<decision> read(redis_reply const& reply, limit_request const& request) const;

 private:
  struct compiled_time {
    expression value;
    time_rule rule;
  };

  /// One limit's reply elements and the names of the request.
  using row = std::vector<expression_value>;

  reply_reader() = default;

  [[nodiscard]] result<std::vector<row>> read_rows(redis_reply const& reply,
                                                   limit_request const& request) const;
  [[nodiscard]] result<std::size_t> find_binding(std::vector<row> const& rows,
                                                 limit_request const& request) const;
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
  reply_form form_;
  expression admitted_;
  std::optional<expression> binding_limit_, limit_, remaining_;
  std::optional<compiled_time> reset_after_, retry_after_, decided_at_;
};

}  // namespace limitproof
