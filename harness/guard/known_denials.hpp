#pragma once

#include "harness/guard/call_span.hpp"
#include "harness/guard/recent_keys.hpp"
#include "limiters/limiter.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace limitproof {

/// Denials that a limiter has given and would still give, so that it need not be asked. Time is
/// handed in; one thread uses it.
class known_denials {
 public:
  using time_point = call_span::time_point;

  /// Per thread: with keys as long as they may be, some 10 MB.
  static constexpr std::size_t most_keys = 16'384;

  /// `exact_waits`: the limiter denies until the retry time it told. Those of others may be a
  /// second too long, and so the last second of a denial is asked for.
  explicit known_denials(bool exact_waits, std::size_t most = most_keys);

  /// The denial of this question as it reads at `now`; none: the limiter has to be asked.
  [[nodiscard]] std::optional<decision> find(limit_request const& question, time_point now);

  /// Remembers what the limiter answered, if it is a denial of a cost above 0 with a retry time.
  void learn(limit_request const& question, decision const& answer, call_span when);

 private:
  struct denial {
    permits cost;
    std::vector<limit> limits;
    decision told;
    time_point answered;
    time_point until;
  };

  [[nodiscard]] duration certain_part(duration wait) const;

  bool exact_waits_;
  recent_keys<denial> denials_;
};

}  // namespace limitproof
