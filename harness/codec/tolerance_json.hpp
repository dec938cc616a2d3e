#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/tolerance.hpp"

namespace limitproof {

/// A tolerance inside another document (model/tolerance.hpp): whole numbers and a duration, never a
/// percentage.
[[nodiscard]] tolerance read_tolerance(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_tolerance(tolerance const& t);

}  // namespace limitproof
