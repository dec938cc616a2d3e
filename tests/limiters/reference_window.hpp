#pragma once

#include "harness/model/policy.hpp"
#include "tests/limiters/reference_bucket.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace limitproof {

/// Fixed windows, windows from the first hit, and the sliding window counter, written for
/// comparison, not for use: it keeps what every window has admitted, never forgets a key, decides
/// in 128 bits, and finds a wait by trying times. Nothing in it is taken from the scripts.
class reference_window {
 public:
  /// `kind`: fixed_window, fixed_window_first_hit or sliding_counter.
  explicit reference_window(algorithm kind) : kind_(kind) {}

  /// Nothing: the cost can never be admitted. `until_full_us` is what the script tells as reset:
  /// the end of the window, for the counter the time until nothing counts any more.
  [[nodiscard]] std::optional<reference_decision> decide(std::vector<script_limit> const& limits,
                                                         std::int64_t cost,
                                                         std::int64_t now_us);

  /// How long from `now_us` what is stored still matters.
  [[nodiscard]] std::int64_t matters_for_us(std::int64_t now_us) const;

 private:
  __extension__ using wide = __int128;

  struct account {
    script_limit limit;
    std::map<std::int64_t, std::int64_t> admitted;  ///< permits, by the begin of their window
  };

  [[nodiscard]] std::vector<account> accounts_under(std::vector<script_limit> const& limits) const;
  [[nodiscard]] std::int64_t begin_of_window(account const& a, std::int64_t time_us) const;

  /// What is used at a time, in units of 1/per permit.
  [[nodiscard]] wide used(account const& a, std::int64_t time_us) const;
  [[nodiscard]] bool fits(account const& a, std::int64_t cost, std::int64_t time_us) const;
  [[nodiscard]] std::int64_t wait_us(account const& a,
                                     std::int64_t cost,
                                     std::int64_t time_us) const;
  [[nodiscard]] std::int64_t remaining(account const& a, std::int64_t time_us) const;
  [[nodiscard]] std::int64_t reset_us(account const& a, std::int64_t time_us) const;

  /// The time to decide by: it stands still while the clock is behind an epoch-aligned window's
  /// last admission.
  [[nodiscard]] std::int64_t time_at(std::int64_t now_us) const;

  algorithm kind_;
  std::vector<account> stored_;  ///< empty: nothing was ever admitted
  std::int64_t stamp_us_ = 0;    ///< of the last admission
};

}  // namespace limitproof
