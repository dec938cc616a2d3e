#pragma once

#include "harness/model/error.hpp"
#include "harness/model/guards.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// `{"breaker":{"failures":5},"deny_cache":true}`; what is left out is as guard_spec has it. `file`
/// names the origin in errors: a file, a flag.
[[nodiscard]] result<guard_spec> decode_guards(std::string_view text, std::string const& file);

/// The same on one line: what a node gets on its command line.
[[nodiscard]] std::string encode_guards(guard_spec const& guards);

}  // namespace limitproof
