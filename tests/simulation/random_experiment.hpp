#pragma once

#include "tests/simulation/experiment.hpp"

#include <cstdint>

namespace limitproof {

enum class attack_strength {
  any,    ///< too weak or much too strong, in every weather, with every fault
  strong  ///< far more than is allowed, on one key, of many clients at once, and nothing goes wrong
};

/// A pure function of the seed. About 60 to 1000 requests, over milliseconds to half an hour.
/// `largest_policy`: how many limits it may have.
[[nodiscard]] experiment draw_experiment(std::uint64_t seed,
                                         attack_strength strength,
                                         std::int64_t largest_policy);

}  // namespace limitproof
