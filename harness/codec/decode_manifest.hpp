#pragma once

#include "harness/model/error.hpp"
#include "harness/model/limiter_manifest.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// limiter.json → manifest, strictly (limiters/README.md lists every key).
[[nodiscard]] result<limiter_manifest> decode_manifest(std::string_view text,
                                                       std::string const& file);

}  // namespace limitproof
