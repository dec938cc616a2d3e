#pragma once

#include "harness/model/error.hpp"
#include "harness/model/fault.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// A fault as a scenario spells it, on one line: what the fault proxy is told.
[[nodiscard]] std::string encode_fault(fault const& f);

/// The inverse, for any stack; `place` names the line in errors (bad_file).
[[nodiscard]] result<fault> decode_fault(std::string_view text, std::string const& place);

}  // namespace limitproof
