#pragma once

#include "tests/tidy/source_file.hpp"

namespace limitproof {

/// The link graph is the architecture: a room includes only from the rooms it may know, and a
/// library's headers appear only in the room that wraps it.
[[nodiscard]] std::vector<violation> room_violations(source_file const& file);

}  // namespace limitproof
