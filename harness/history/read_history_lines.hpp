#pragma once

#include "harness/model/error.hpp"
#include "harness/model/history.hpp"
#include "harness/model/units.hpp"

#include <filesystem>
#include <optional>

namespace limitproof {

/// What is known of the clock that wrote a history, beyond what its lines tell.
struct told_clock {
  duration granularity{};                   ///< no stamp is truer than this
  std::optional<duration> longest_request;  ///< bounds a request of which only one end is told
};

/// Reads a history from anywhere: one request per line (reports/README.md). An operation's id is
/// its line; its times count from the earliest one of the file, and are as far apart as what was
/// written down can mean: each stamp lies within ± its precision, so a start that was computed from
/// an end and a duration within ± twice that. What has only one end keeps the other absent, unless
/// `longest_request` bounds it. Errors: bad_file with file, line, what was found and what is
/// expected.
[[nodiscard]] result<history> read_history_lines(std::filesystem::path const& file,
                                                 told_clock const& clock);

}  // namespace limitproof
