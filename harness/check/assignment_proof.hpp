#pragma once

#include "harness/check/admissions.hpp"
#include "harness/check/place_decisions.hpp"
#include "harness/check/swept_curve.hpp"
#include "harness/check/wide.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace limitproof {

/// Checks decision times from the definition of the curves, whoever found them: each request has
/// exactly one, within its interval, and no interval between two of them holds more than a curve
/// allows. O(1) for each permit and curve.
class assignment_proof {
 public:
  assignment_proof(std::span<admission const> requests,
                   std::span<judged_curve const> curves,
                   std::int64_t scale);

  /// In order of time.
  void add(decision_time const& decided);

  /// Whether all that was added holds, and nothing is missing.
  [[nodiscard]] bool holds() const { return sound_ && missing_ == 0; }

 private:
  struct affine_state {
    wide interval, burst;  ///< burst · interval
    wide best;             ///< the largest time - interval · (permits before), of all so far
  };

  struct stair_state {
    stair_curve curve;
    wide per, early;
    std::deque<wide> recent;  ///< times of the last count + slack permits
    std::vector<wide> best;   ///< by number mod count: the largest time - per · (number div count)
  };

  void count_affine(affine_state& state, wide time, std::int64_t cost);
  void count_stairs(stair_state& state, wide time, std::int64_t first_permit);

  std::span<admission const> requests_;
  std::span<judged_curve const> curves_;
  std::int64_t scale_;
  std::vector<std::variant<affine_state, stair_state>> states_;  ///< by curve
  std::vector<bool> seen_;                                       ///< by request
  std::size_t missing_;
  std::int64_t permits_ = 0;
  wide last_time_;
  bool sound_ = true;
};

}  // namespace limitproof
