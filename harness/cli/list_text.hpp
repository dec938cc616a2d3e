#pragma once

#include "harness/cli/command_line.hpp"
#include "harness/model/error.hpp"
#include "harness/run/catalog.hpp"

#include <string>

namespace limitproof {

/// The text of `limitproof list`: each scenario with its question, each limiter with what it is,
/// the checks.
[[nodiscard]] result<std::string> list_text(catalog const& where, listed_thing what);

}  // namespace limitproof
