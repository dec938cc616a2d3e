#pragma once

#include "harness/model/error.hpp"
#include "harness/model/policy_set.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// A file of policies (scenarios/policy-set.schema.json). Refused besides what no schema allows:
/// rules that no request can come under, routes of which neither is the more special one, requests
/// that no rule is for, and names that nothing leads to. `file` names the origin in errors.
[[nodiscard]] result<policy_set> decode_policy_set(std::string_view text, std::string const& file);

/// The same as a file.
[[nodiscard]] std::string encode_policy_set(policy_set const& set);

}  // namespace limitproof
