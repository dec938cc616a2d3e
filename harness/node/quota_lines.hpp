#pragma once

#include "harness/model/policy.hpp"
#include "harness/model/quota_dialect.hpp"
#include "harness/model/units.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// What is left of the limit that binds: the one that denied, or is closest to it.
struct told_quota {
  std::int64_t limit = 0;
  std::int64_t remaining = 0;
  std::int64_t reset_s = 0;
  std::size_t binding_limit = 0;               ///< index into the policy's limits
  std::vector<std::int64_t> each_remaining{};  ///< of every limit, if the limiter told it
};

/// The words of a policy that are the same in every answer.
struct quota_words {
  std::vector<quota_dialect> dialects{quota_dialect::ietf_03};
  std::string policy_line;                 ///< "RateLimit-Policy: …\r\n"
  std::vector<std::string> limit_names{};  ///< by limit: 50-per-1s
};

/// The windows advertised have the limits' rates and hold what their fullest state can, as a
/// remaining above its quota would contradict itself: 50 per 1 s with a burst of 100 is q=100;w=2.
[[nodiscard]] quota_words make_quota_words(std::vector<quota_dialect> dialects,
                                           policy const& promised,
                                           algorithm promising);

/// "50-per-1s"
[[nodiscard]] std::string name_of(limit const& l);

/// The field lines of every dialect. `now` is the node's clock, which an instant is told by.
void append_quota_lines(std::string& out,
                        told_quota const& told,
                        quota_words const& words,
                        node_time now);

}  // namespace limitproof
