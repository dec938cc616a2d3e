#pragma once

#include <nlohmann/json.hpp>

namespace limitproof {

/// A valid scenario that uses every key of the format at least once.
[[nodiscard]] nlohmann::ordered_json full_scenario();

/// A valid scenario with several policies that uses every key of the format which only such have.
[[nodiscard]] nlohmann::ordered_json scenario_of_policies();

/// A valid policy set that uses every key of the format at least once.
[[nodiscard]] nlohmann::ordered_json full_policy_set();

/// `document` with one value replaced; the place must exist but for its last step.
[[nodiscard]] nlohmann::ordered_json with(nlohmann::ordered_json document,
                                          std::string const& pointer,
                                          nlohmann::ordered_json value);

/// `document` with one member taken away.
[[nodiscard]] nlohmann::ordered_json without(nlohmann::ordered_json document,
                                             std::string const& pointer);

}  // namespace limitproof
