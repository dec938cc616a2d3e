#pragma once

#include "harness/model/error.hpp"
#include "harness/model/fault.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// One line without its end: {"fault":{…},"begin_ns":3000012345,"end_ns":3141592653}; without
/// end_ns while it goes on.
[[nodiscard]] std::string encode_injection(injection const& done);

/// The inverse; `place` names the line in errors (bad_file).
[[nodiscard]] result<injection> decode_injection(std::string_view text, std::string const& place);

}  // namespace limitproof
