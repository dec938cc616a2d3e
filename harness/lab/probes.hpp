#pragma once

#include "harness/lab/limiter_cluster.hpp"
#include "harness/lab/sighting.hpp"

namespace limitproof {

/// A limiter while its claims are probed: four instances, and a store that only it uses. Each probe
/// asks for clients that no other one asks for, since a native limiter's memory outlives a probe.
struct probe_subject {
  limiter_cluster& limiters;
  /// A short period that the limiter can count in: some know whole seconds only.
  duration period;
};

/// `count` permits at once, and practically none after them.
[[nodiscard]] inline std::vector<limit> without_refill(std::int64_t count) {
  return {{count, std::chrono::days(400), count}};
}

/// Any algorithm has given a limit's only permit back after two periods; the rest is for timers.
[[nodiscard]] inline duration surely_refilled(duration per) {
  return 2 * per + std::chrono::milliseconds(50);
}

/// What is seen where a denial is looked for and none comes.
[[nodiscard]] inline sighting never_denied() {
  return {standing::unknown, "nothing was denied"};
}

/// Each probe looks at one property and judges what it saw by the claim; limiters/README.md says
/// what the claims mean. Error: what the limiter answered instead of a decision, or
/// `store_unavailable`.
using probe_function = result<sighting>(probe_subject const&);

/// Admissions, denials, and where claimed cost 0 and several limits are read as decisions, and the
/// store's time in them is the store's time.
[[nodiscard]] probe_function probe_replies;
/// A fresh client has the algorithm's capacity at once, no more and no less.
[[nodiscard]] probe_function probe_algorithm;
/// Capacity and remaining are told and counted to the permit, for extreme policies too.
[[nodiscard]] probe_function probe_exact;
/// 200 checks at once admit as many as one by one.
[[nodiscard]] probe_function probe_atomic;
/// Where one instance has come to deny, another one denies too.
[[nodiscard]] probe_function probe_shared;
/// Denials change what later requests get.
[[nodiscard]] probe_function probe_consumes_on_deny;
/// Who waits as long as told is admitted, and is told at most a second too much.
[[nodiscard]] probe_function probe_retry_after;
/// Several limits are charged together or not at all, or are refused.
[[nodiscard]] probe_function probe_several_limits;
/// Costs count, 0 looks, and what cannot fit is refused; or costs are refused.
[[nodiscard]] probe_function probe_weighted;
/// Whose clock decides.
[[nodiscard]] probe_function probe_time;
/// Every key has a life time, and the one that is claimed.
[[nodiscard]] probe_function probe_key_lifetimes;
/// All keys of a call lie in one slot of a cluster.
[[nodiscard]] probe_function probe_cluster_slot;

}  // namespace limitproof
