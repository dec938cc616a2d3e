#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/verdict.hpp"

#include <vector>

namespace limitproof {

/// The breaches of a finding, the same in verdict.json and report.json. The key that holds them is
/// left out where there are none.
[[nodiscard]] std::vector<rule_breach> read_breaches(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_breaches(std::vector<rule_breach> const& breaches);

}  // namespace limitproof
