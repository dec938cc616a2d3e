#pragma once

#include "harness/model/error.hpp"
#include "harness/model/policy.hpp"

#include <string>
#include <string_view>

namespace limitproof {

class json_reader;

/// One limit as an object or several as an array: `{"limit":50,"per":"1s","burst":100}`.
[[nodiscard]] result<policy> decode_policy(std::string_view text, std::string const& file);
[[nodiscard]] std::string encode_policy(policy const& p);

}  // namespace limitproof
