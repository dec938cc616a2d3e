#pragma once

#include "harness/model/enum_names.hpp"
#include "harness/model/units.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace limitproof {

/// One promised limit: `count` permits every `per`, with at most `burst` at once where the
/// algorithm knows bursts (token bucket, GCRA). JSON: { "limit": 50, "per": "1s", "burst": 100 };
/// burst defaults to limit. All three are > 0 (the decoder checks; count and burst ≤ 10^12, per ≤
/// 400 d).
struct limit {
  std::int64_t count = 1;
  duration per = std::chrono::seconds(1);
  std::int64_t burst = 1;
  bool operator==(limit const&) const = default;
};

/// A temporary allowance above a limit, for buckets only: `limits[soft]` is the limit that holds in
/// the long run, `limits[soft + 1]` the hard one that holds meanwhile, at most its count at once.
/// Who takes all there is from a full allowance gets the hard limit for `lasts` and the soft one
/// from then on; below the soft limit it comes back. JSON: { "limit": 100, "per": "1s",
/// "burst_mode": { "hard": 150, "for": "5s" } }.
struct burst_mode {
  std::size_t soft = 0;
  duration lasts{};
  bool operator==(burst_mode const&) const = default;
};

/// What was promised, in neutral words; every limit holds at once. Never empty. Those of burst
/// modes stand among the limits, so that whoever knows several limits at once knows a burst mode.
struct policy {
  std::vector<limit> limits;
  std::vector<burst_mode> burst_modes{};  ///< by `soft`, each once
  bool operator==(policy const&) const = default;
};

/// The burst that makes two buckets of one `per` a burst mode: that of the soft one, whose count is
/// below `hard`. All > 0.
///
///     hard + hard·L/per  ≤  burst + count·L/per   exactly while   L ≤ lasts
///
/// for burst = hard + (hard − count)·lasts/per: shorter intervals are bounded by the hard limit,
/// longer ones by the soft one (the token bucket with a peak rate, RFC 2215 section 3.6; two rates
/// that are metered at once, RFC 2698). 150 in place of 100 a second for 5 s: 150 + 50·5 = 400. A
/// fraction of a permit is dropped, so `lasts` is never exceeded. None: not even one permit is
/// added, or 10^12 are passed.
[[nodiscard]] std::optional<std::int64_t> soft_burst(limit const& soft,
                                                     std::int64_t hard,
                                                     duration lasts);

enum class algorithm {
  none,  ///< promises nothing
  token_bucket,
  gcra,
  sliding_log,
  sliding_counter,
  fixed_window,            ///< windows aligned to the store's epoch
  fixed_window_first_hit,  ///< a window starts with the first request after the last one ended
};

template <>
inline constexpr auto enum_names<algorithm> =
    std::array{enum_name{algorithm::none, "none"},
               enum_name{algorithm::token_bucket, "token_bucket"},
               enum_name{algorithm::gcra, "gcra"},
               enum_name{algorithm::sliding_log, "sliding_log"},
               enum_name{algorithm::sliding_counter, "sliding_counter"},
               enum_name{algorithm::fixed_window, "fixed_window"},
               enum_name{algorithm::fixed_window_first_hit, "fixed_window_first_hit"}};

/// Which promise a run is judged by: what the limiter's algorithm promises, or what the operator's
/// customers were told (`limit` in every true window, whatever the algorithm).
enum class judged_by { declared, promised };

template <>
inline constexpr auto enum_names<judged_by> = std::array{
    enum_name{judged_by::declared, "declared"}, enum_name{judged_by::promised, "promised"}};

/// Token bucket and GCRA, two spellings of one limiter: permits come back one by one, up to a burst
/// of its own. The others know no burst.
[[nodiscard]] constexpr bool is_bucket(algorithm a) {
  return a == algorithm::token_bucket || a == algorithm::gcra;
}

/// By which algorithm's promise a limiter of algorithm `own` is judged.
[[nodiscard]] constexpr algorithm judged_algorithm(judged_by judge, algorithm own) {
  return judge == judged_by::promised ? algorithm::sliding_log : own;
}

/// The most permits one fresh key can have at once: burst for buckets, limit for windows.
[[nodiscard]] std::int64_t capacity(algorithm a, limit const& l);

}  // namespace limitproof
