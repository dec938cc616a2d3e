#pragma once

#include "harness/check/excess.hpp"
#include "harness/model/plan.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace limitproof {

/// The most permits that all keys together can have been granted by some instant of a run.
struct permits_by_then {
  std::int64_t promised = 0;  ///< by the policy as it stands
  std::int64_t judged = 0;    ///< by the policy as it is judged, loosened by the tolerance
};

/// What an attack can have been granted while it still goes on. A key has no request before its
/// first phase begins, which is never earlier than planned, so within `L` of that it gets at most
/// α(L): the sum of these over the keys whose phases have begun. 50 a second with a burst of 100,
/// one key from 0 s and one from 5 s: at 8 s it is (100 + 400) + (100 + 150) = 750.
///
/// What was admitted beyond `judged` was too much for certain: then some key has more than its own
/// part of the sum, all of it within the interval that the part is for, which is a certain excess
/// as check/over_admission knows it (that may still forgive it). Less proves nothing, since a sum
/// over keys and over the whole run hides what one key got within a second.
class allowed_so_far {
 public:
  /// Of a plan with one policy, judged by that algorithm, which is not `none`.
  allowed_so_far(plan const& p, algorithm judged_by);

  /// Saturates at INT64_MAX.
  [[nodiscard]] permits_by_then at(duration elapsed) const;

 private:
  std::map<duration, std::int64_t> keys_from_;  ///< how many have their first phase then
  std::vector<judged_limit> limits_;
};

}  // namespace limitproof
