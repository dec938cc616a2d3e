#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/scenario.hpp"

namespace limitproof {

/// A scenario inside another document. Whether expectations are about limiters it lists is not
/// asked here: a plan keeps the scenario as the command line narrowed it.
[[nodiscard]] scenario read_scenario(json_reader const& in);

/// A scenario file. In its full size the members of its "full" stand in their places; a file
/// without one has its usual size only, and the scenario says which it is.
[[nodiscard]] scenario read_scenario_file(json_reader const& in, run_size size);

[[nodiscard]] nlohmann::ordered_json write_scenario(scenario const& s);

}  // namespace limitproof
