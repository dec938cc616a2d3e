#pragma once

#include "harness/model/error.hpp"
#include "harness/model/history_line.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// One line of a history → its request, strictly. `place` names file and line in errors.
[[nodiscard]] result<history_line> decode_history_line(std::string_view text,
                                                       std::string const& place);

/// The inverse, without the end of the line; times are written in seconds, exact to the ns.
[[nodiscard]] std::string encode_history_line(history_line const& line);

}  // namespace limitproof
