#pragma once

#include "harness/model/report.hpp"

#include <nlohmann/json.hpp>

namespace limitproof {

/// {"bucket":"100ms","sent":[…],…,"permits":{"admitted":[…],"allowed":[…]},"peak_to_mean":…}
[[nodiscard]] nlohmann::ordered_json write_arrivals(arrival_series const& arrivals,
                                                    permit_series const& permits);

}  // namespace limitproof
