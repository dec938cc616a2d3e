#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/policy.hpp"

namespace limitproof {

/// A policy inside another document: one limit as an object, several as an array of 1 to 16.
[[nodiscard]] policy read_policy(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_policy(policy const& p);

}  // namespace limitproof
