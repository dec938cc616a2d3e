#pragma once

#include "harness/model/error.hpp"
#include "harness/model/verdict.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// verdict.json, lossless.
[[nodiscard]] std::string encode_verdict(verdict const& v);
[[nodiscard]] result<verdict> decode_verdict(std::string_view text, std::string const& file);

}  // namespace limitproof
