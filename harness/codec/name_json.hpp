#pragma once

#include "harness/codec/json_reader.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// The name of a scenario or a limiter, which becomes the name of a folder (is_name).
[[nodiscard]] std::string read_name(json_reader const& in);

/// 1 to 64 such names, each once.
[[nodiscard]] std::vector<std::string> read_limiter_names(json_reader const& in);

}  // namespace limitproof
