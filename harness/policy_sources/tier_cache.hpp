#pragma once

#include "harness/guard/recent_keys.hpp"
#include "harness/guard/tally.hpp"
#include "harness/model/error.hpp"
#include "harness/model/units.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace limitproof {

/// What one thread counts of its questions for tiers. Each question is a hit or a miss.
struct tier_tallies {
  tally hits;      ///< answered from memory
  tally misses;    ///< the table was asked, or could not be
  tally failures;  ///< times the table was asked and did not answer, or with a row of no use
  bool operator==(tier_tallies const&) const = default;
};

tier_tallies& operator+=(tier_tallies& sum, tier_tallies const& part);

/// Remembers what a table of tiers says of clients, those it does not know included. Time is handed
/// in; one thread uses it.
///
/// What was learned is believed for `ttl`. A table that cannot be asked is asked again after 100 ms
/// at the earliest, by whichever client comes then; meanwhile clients have the tier that was last
/// known of them, however old, or none.
class tier_cache {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// Errors: bad_file concerns that client alone, every other one the whole table.
  using table_lookup = std::function<result<std::optional<std::string>>(std::string const&)>;

  /// Per thread: with keys as long as they may be, some 8 MB.
  static constexpr std::size_t most_clients = 16'384;

  /// Of each failure, `failed` is told.
  tier_cache(table_lookup table,
             duration ttl,
             std::function<void(error const&)> failed,
             std::size_t most = most_clients);

  /// None: a client without a row, or one that nothing is known of while the table does not answer.
  [[nodiscard]] std::optional<std::string> tier_of(std::string const& client, time_point now);

  [[nodiscard]] tier_tallies const& tallies() const { return tallies_; }

 private:
  struct known_tier {
    std::optional<std::string> tier;
    time_point until;
  };

  table_lookup table_;
  duration ttl_;
  std::function<void(error const&)> failed_;
  recent_keys<known_tier> clients_;
  tier_tallies tallies_;
  time_point ask_again_at_ = time_point::min();
};

}  // namespace limitproof
