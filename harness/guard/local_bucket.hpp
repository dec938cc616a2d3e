#pragma once

#include "harness/model/error.hpp"
#include "harness/model/policy.hpp"
#include "harness/model/units.hpp"
#include "limiters/limiter.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace limitproof {

/// What one of several that count alone may hand out under a policy.
struct local_share {
  std::vector<limit> whole;  ///< what all may together; `burst` is the most at once
  std::int64_t of = 1;       ///< > 0: how many share it
};

/// A token bucket for each key and limit, in a process's own memory: `count` permits every `of` ×
/// `per`, at most `burst` ÷ `of` at once, rounded down, but 1 at least. Exact: a level is a whole
/// number of permits × `of` × `per` in ns, to which every ns adds `count`. Several limits are all
/// charged or none.
///
/// Memory is bounded: a key nobody asked for while an empty bucket fills is full, and is dropped
/// without a loss. Where `most_keys` are still filling, all others share
/// one bucket: they are held to one key's allowance together, and nobody gets more than its own.
class local_bucket {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit local_bucket(local_share const& share, std::size_t most_keys = 65'536);
  local_bucket(local_bucket const&) = delete;
  local_bucket& operator=(local_bucket const&) = delete;

  /// Decides and charges; `now` never goes back. A cost within a limit's whole burst, but above
  /// this share of it, is denied for as long as an empty bucket needs to fill. Errors:
  /// `invalid_cost`: negative, or above the whole burst of a limit.
  [[nodiscard]] result<decision> take(std::string_view key, permits cost, time_point now);

  /// How many it remembers.
  [[nodiscard]] std::size_t keys() const { return by_key_.size(); }

 private:
  __extension__ using wide = __int128;

  struct allowance {
    std::int64_t whole_burst;
    std::int64_t burst;  ///< this share
    std::int64_t count;  ///< what a ns adds to a level
    wide permit;         ///< level that one permit is worth
    duration fills_in;   ///< from empty
  };

  struct bucket {
    std::string key;
    std::vector<wide> levels;  ///< one for each limit
    time_point at;             ///< of these levels
  };

  [[nodiscard]] bucket full(std::string_view key, time_point now) const;
  void refill(bucket& b, time_point now) const;
  [[nodiscard]] decision judge(bucket const& b, std::int64_t cost) const;
  void charge(bucket& b, std::int64_t cost) const;
  void drop_full(time_point now);

  std::vector<allowance> allowances_;
  duration fills_in_{};  ///< the slowest of them
  std::size_t most_keys_;
  std::list<bucket> by_use_;  ///< the one asked for last is the last
  std::unordered_map<std::string_view, std::list<bucket>::iterator> by_key_;  ///< views of the list
  bucket others_;
};

}  // namespace limitproof
