#pragma once

#include "harness/model/units.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace limitproof {

/// A limit as the script is told it.
struct script_limit {
  std::int64_t count = 1;
  std::int64_t per_us = 1;
  std::int64_t burst = 1;
};

/// What the script must reply, in its order.
struct reference_decision {
  std::int64_t admitted = 0;
  std::int64_t binding_limit = 0;
  std::int64_t limit = 0;
  std::int64_t remaining = 0;
  std::int64_t until_full_us = 0;
  std::int64_t retry_after_us = 0;
  std::vector<std::int64_t> each_remaining{};  ///< of every limit, where the script tells it
};

/// A token bucket written for comparison, not for use: credit in units of 1/per permit in 128 bits,
/// and it never forgets a key. Nothing in it is taken from the script.
class reference_bucket {
 public:
  /// Nothing: the cost can never be admitted.
  [[nodiscard]] std::optional<reference_decision> decide(std::vector<script_limit> const& limits,
                                                         std::int64_t cost,
                                                         std::int64_t now_us);

  /// How long from `now_us` what is stored still matters: until every limit is full.
  [[nodiscard]] std::int64_t until_full_us(std::int64_t now_us) const;

 private:
  __extension__ using wide = __int128;

  struct account {
    script_limit limit;
    wide credit = 0;
  };

  [[nodiscard]] std::vector<account> accounts_at(std::vector<script_limit> const& limits,
                                                 std::int64_t now_us) const;

  std::vector<account> stored_;  ///< empty: nothing was ever admitted
  std::int64_t stamp_us_ = 0;
};

}  // namespace limitproof
