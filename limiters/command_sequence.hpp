#pragma once

#include "harness/model/limiter_manifest.hpp"
#include "harness/redis/redis_reply.hpp"
#include "limiters/compiled_argument.hpp"
#include "limiters/decision_reader.hpp"
#include "limiters/limiter.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// One request on its way through the steps of a sequence.
struct command_progress {
  limit_request request;
  std::string identity;                    ///< encoded
  std::vector<expression_value> values{};  ///< of the request, then of the replies so far
  std::vector<bool> sent{};                ///< of the step under way: which commands were sent
};

/// The steps of a redis-commands manifest. It sends nothing itself: for each step in turn, what
/// `write` gives is sent, and its replies are given to `read`; then `decide`. One per node thread:
/// it draws the random arguments.
class command_sequence {
 public:
  /// Errors: bad_file, with the JSON pointer of what cannot be compiled.
  [[nodiscard]] static result<command_sequence> compile(limiter_manifest const& manifest);

  [[nodiscard]] std::size_t size() const { return steps_.size(); }

  /// `request` is of one limit.
  [[nodiscard]] command_progress begin(limit_request request) const;

  /// The commands to send; none where no `when` holds. Errors: script_error: an argument or a
  /// condition without a value.
  [[nodiscard]] result<std::vector<std::vector<std::string>>> write(std::size_t step,
                                                                    command_progress& progress);

  /// `replies`: one for each command that `write` gave. Errors: those of `error_from_reply` for an
  /// error reply; script_error: a reply of another shape.
  [[nodiscard]] result<void> read(std::size_t step,
                                  std::vector<redis_reply> const& replies,
                                  command_progress& progress) const;

  /// After the last step. Errors: script_error, of `decision_reader`.
  [[nodiscard]] result<decision> decide(command_progress const& progress) const;

 private:
  struct compiled_command {
    std::string name;
    std::vector<compiled_argument> arguments;
    reply_form reply;  ///< without elements where nobody reads it
    std::optional<expression> when;
  };

  class compiler;

  command_sequence(limitproof::algorithm a,
                   std::vector<std::vector<compiled_command>> steps,
                   decision_reader rules);

  [[nodiscard]] result<std::vector<std::string>> write(compiled_command const& command,
                                                       pattern_values const& with);

  limitproof::algorithm algorithm_;
  std::vector<std::vector<compiled_command>> steps_;
  decision_reader rules_;
  random_source random_;
};

}  // namespace limitproof
