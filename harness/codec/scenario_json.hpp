#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/scenario.hpp"

namespace limitproof {

/// A scenario inside another document. Whether expectations are about limiters it lists is not
/// asked here: a plan keeps the scenario as the command line narrowed it.
[[nodiscard]] scenario read_scenario(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_scenario(scenario const& s);

}  // namespace limitproof
