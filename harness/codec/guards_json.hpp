#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/guards.hpp"

namespace limitproof {

/// The guards inside another document, each of them optional.
[[nodiscard]] guard_spec read_guards(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_guards(guard_spec const& guards);

}  // namespace limitproof
