#pragma once

#include "harness/model/policy.hpp"
#include "harness/node/quota_lines.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace limitproof {

/// A burst mode of a policy, as answers tell of it.
struct burst_words {
  std::size_t soft = 0;  ///< the soft limit's index
  std::int64_t allowance =
      0;                   ///< what the mode adds: what the soft limit holds beyond the hard one
  std::string limit_name;  ///< the soft limit's, as in RateLimit: 100-per-1s
};

/// By burst mode of the policy.
[[nodiscard]] std::vector<burst_words> make_burst_words(policy const& promised);

/// The state of every burst mode after this decision, a list of tokens (RFC 9651 section 3.1):
///
///     X-Burst-Mode: active;left=120;limit="100-per-1s"
///
/// `resting`: the temporary allowance is whole. `active`: `left` permits of it are left. `spent`:
/// nothing is, and the soft limit holds. A mode of whose soft limit the decision told nothing is
/// left out, and without any other so is the line: it is never guessed.
void append_burst_line(std::string& out,
                       told_quota const& told,
                       std::vector<burst_words> const& modes);

}  // namespace limitproof
