#pragma once

#include "harness/model/error.hpp"
#include "harness/model/policy.hpp"

#include <string>

namespace limitproof {

/// "50/1s burst 100", "1000/h" → one limit, within the bounds of a policy in JSON; the burst is the
/// count if left out. Errors: bad_usage.
[[nodiscard]] result<limit> parse_limit(std::string const& text);

}  // namespace limitproof
