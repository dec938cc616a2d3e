#pragma once

#include "harness/codec/json_reader.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// Whether `text` is such a name as read_name reads.
[[nodiscard]] bool is_name(std::string_view text);

/// The name of a scenario or a limiter, which becomes the name of a folder: lower-case letters,
/// digits and dashes, at most 64, not beginning with a dash.
[[nodiscard]] std::string read_name(json_reader const& in);

/// 1 to 64 such names, each once.
[[nodiscard]] std::vector<std::string> read_limiter_names(json_reader const& in);

}  // namespace limitproof
