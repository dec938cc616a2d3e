#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/scenario.hpp"

namespace limitproof {

/// What is expected of one limiter: {"over_admission": "fail", "admitted": {"min": 90}}. A key is a
/// check, "verdict" or a figure; a figure has bounds, or a plain number meaning exactly that.
[[nodiscard]] std::vector<expectation> read_expectations(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_expectations(std::vector<expectation> const& expected);

}  // namespace limitproof
