#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/policy.hpp"

namespace limitproof {

/// A policy inside another document: one limit as an object, several as an array of 1 to 16. A
/// burst mode is two.
[[nodiscard]] policy read_policy(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_policy(policy const& p);

/// Whether a limit lies within the bounds that model/policy.hpp tells.
[[nodiscard]] bool is_allowed(limit const& l);

}  // namespace limitproof
