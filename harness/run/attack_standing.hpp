#pragma once

#include "harness/check/allowed_so_far.hpp"
#include "harness/load/attack_progress.hpp"
#include "harness/model/limiter_manifest.hpp"
#include "harness/model/plan.hpp"

#include <optional>

namespace limitproof {

/// How an attack stands that goes on.
struct attack_standing {
  duration elapsed{};  ///< of `length`; beyond it while answers are waited for
  duration length{};
  attack_counts counts;
  /// None: the limiter promises nothing, or there are several policies, of which each promises
  /// something of its own.
  std::optional<permits_by_then> allowed{};
};

/// What is known of an attack before it begins.
struct attack_outlook {
  duration length{};
  std::optional<allowed_so_far> allowed{};
};

[[nodiscard]] attack_outlook outlook_of(plan const& p, limiter_claims const& claims);

[[nodiscard]] attack_standing standing_of(attack_progress const& progress,
                                          attack_outlook const& outlook);

}  // namespace limitproof
