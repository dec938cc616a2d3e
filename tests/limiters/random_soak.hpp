#pragma once

#include "tests/limiters/exact_reference.hpp"
#include "tests/limiters/limiter_under_test.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace limitproof {

/// `decisions` of random cost under random policies, some hundreds for each client, between steps
/// of the clock where it is a stopped one. `fresh` is a client's reference. Where the clock runs,
/// the limiter must tell when it decided. The first decision on which the two differ.
[[nodiscard]] std::optional<std::string> random_soak(std::string const& name,
                                                     store_under_test const& store,
                                                     reference_limiter const& fresh,
                                                     std::uint64_t seed,
                                                     std::int64_t decisions);

}  // namespace limitproof
