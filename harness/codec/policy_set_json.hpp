#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/policy_set.hpp"

namespace limitproof {

/// A policy set inside another document, or as one.
[[nodiscard]] policy_set read_policy_set(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_policy_set(policy_set const& set);

}  // namespace limitproof
