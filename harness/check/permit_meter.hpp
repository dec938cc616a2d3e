#pragma once

#include "harness/check/swept_curve.hpp"
#include "harness/check/wide.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace limitproof {

/// What one limit still leaves to decisions that are taken one after the other. Times are whole
/// numbers of 1/scale ns, so that a bucket's refill is exact: for an affine curve the scale is a
/// multiple of its count.
class permit_meter {
 public:
  /// Later than any time.
  static constexpr wide never = wide{1} << 124;

  permit_meter(judged_curve const& judged, std::int64_t scale);

  /// The earliest time at which a request of this cost conforms to all taken before; `never` if it
  /// costs more than can ever be had at once, -never if nothing stands against it.
  [[nodiscard]] wide earliest(std::int64_t cost) const;
  /// Takes a request at `time` ≥ earliest(cost), not before the last one taken.
  void take(wide time, std::int64_t cost);
  /// Gives back the last request taken and not given back, which cost `cost`.
  void give_back(std::int64_t cost);
  /// Promises that at most the last `requests` requests, `permits` permits, will be given back.
  void keep(std::size_t requests, std::size_t permits);

 private:
  struct bucket {
    wide interval;  ///< between two permits
    std::int64_t burst;
  };

  struct stairs {
    std::size_t count, slack;
    wide per, early;
  };

  [[nodiscard]] wide mark_before(std::size_t back) const;

  std::int64_t scale_;
  std::optional<bucket> bucket_;
  stairs stairs_{};
  std::optional<clock_windows> windows_;
  std::deque<wide> marks_;  ///< a bucket's by request, stairs' by permit (see the source)
};

}  // namespace limitproof
