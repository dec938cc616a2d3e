#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/policy_set.hpp"

namespace limitproof {

/// The array of rules of `set`, whose other members have been read. Throws a decode_failure for
/// rules of which one decides nothing, or which leave a request to none.
[[nodiscard]] std::vector<policy_rule> read_policy_rules(json_reader const& in,
                                                         policy_set const& set);
[[nodiscard]] nlohmann::ordered_json write_policy_rules(std::vector<policy_rule> const& rules);

}  // namespace limitproof
