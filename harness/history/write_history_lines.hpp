#pragma once

#include "harness/model/error.hpp"
#include "harness/model/history.hpp"

#include <filesystem>

namespace limitproof {

/// Writes what was sent as lines that `read_history_lines` reads: times in seconds from the start
/// of the run. What the format has no word for is left out: when a request was meant to be sent,
/// requests never sent, response headers. Errors: io.
[[nodiscard]] result<void> write_history_lines(std::filesystem::path const& file, history const& h);

}  // namespace limitproof
