#pragma once

#include "harness/model/error.hpp"
#include "harness/run/catalog.hpp"

#include <string>

namespace limitproof {

/// The text of `limitproof list`: each scenario with its question, each limiter with what it is,
/// the checks; `what` is one of those three words, or empty for all.
[[nodiscard]] result<std::string> list_text(catalog const& where, std::string const& what);

}  // namespace limitproof
