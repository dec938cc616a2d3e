#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/plan.hpp"

namespace limitproof {

/// What a planned phase sends and when; its "kind" says which keys belong. What the load engine
/// would divide by, or run past, is refused.
[[nodiscard]] planned_load read_load(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_load(planned_load const& load);

}  // namespace limitproof
