#pragma once

#include "harness/model/error.hpp"
#include "harness/model/policy.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// One limit as an object or several as an array: `{"limit":50,"per":"1s","burst":100}`, or with a
/// burst mode `{"limit":100,"per":"1s","burst_mode":{"hard":150,"for":"5s"}}`. `file` names the
/// origin in errors: a file, a flag.
[[nodiscard]] result<policy> decode_policy(std::string_view text, std::string const& file);

/// The same on one line: what a node gets on its command line.
[[nodiscard]] std::string encode_policy(policy const& p);

}  // namespace limitproof
