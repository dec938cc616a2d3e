#pragma once

#include "harness/model/error.hpp"
#include "harness/model/scenario.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// JSON text → scenario, strictly (scenarios/README.md lists every key). `file` is named in errors.
/// In its full size where that is asked for and the file has one; scenario::size says which it is.
/// A mistake in either size is an error.
[[nodiscard]] result<scenario> decode_scenario(std::string_view text,
                                               std::string const& file,
                                               run_size size = run_size::usual);

}  // namespace limitproof
